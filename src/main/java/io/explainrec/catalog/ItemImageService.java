package io.explainrec.catalog;

import io.explainrec.platform.Sha256;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Arrays;

/** Pictures of items. Another picture raises the item's content version, as other words do. */
@ApplicationScoped
public class ItemImageService {
    private final Clock clock;

    ItemImageService(Clock clock) {
        this.clock = clock;
    }

    /** Looks at the picture and stores it in place of the one before. */
    public void put(String domain, String externalId, InputStream in) throws IOException {
        Picture picture = Picture.read(in);
        QuarkusTransaction.joiningExisting().run(() -> store(domain, externalId, picture));
    }

    /** Stores a picture that was looked at, in place of the one before. */
    @Transactional
    public void put(String domain, String externalId, Picture picture) {
        store(domain, externalId, picture);
    }

    private void store(String domain, String externalId, Picture picture) {
        ItemEntity item = ItemService.entity(domain, externalId);
        ItemImageEntity entity = ItemImageEntity.findById(item.id);
        if (entity == null) {
            entity = new ItemImageEntity();
            entity.itemId = item.id;
        }
        byte[] sha256 = Sha256.of(picture.content());
        if (!Arrays.equals(sha256, entity.sha256)) {
            item.contentVersion++;
        }
        entity.mediaType = picture.mediaType();
        entity.width = picture.width();
        entity.height = picture.height();
        entity.content = picture.content();
        entity.sha256 = sha256;
        entity.uploadedAt = clock.instant();
        entity.persistAndFlush();
        ItemImageEntity.getEntityManager().detach(entity); // or a chunk of an import would hold all of its pictures
    }

    /** The picture, of an item that was retired too, since records still show it; NotFound where the item has none. */
    @Transactional
    public Picture get(String domain, String externalId) {
        ItemImageEntity entity = ItemImageEntity.findById(ItemService.knownEntity(domain, externalId).id);
        if (entity == null) {
            throw new NotFound("The item '" + externalId + "' has no picture.");
        }
        return new Picture(entity.mediaType, entity.width, entity.height, entity.content);
    }

    /** Takes the picture away, if there is one. */
    @Transactional
    public void delete(String domain, String externalId) {
        ItemEntity item = ItemService.entity(domain, externalId);
        if (ItemImageEntity.deleteById(item.id)) {
            item.contentVersion++;
        }
    }
}
