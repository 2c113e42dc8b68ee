package io.explainrec.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemImageService;
import io.explainrec.catalog.ItemService;
import io.explainrec.embedding.Spaces.State;
import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusionInput;
import io.explainrec.ml.fusion.fit.FusionCard;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.fusion.fit.SmallFusion;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.vision.EfficientNetLite;
import io.explainrec.ml.vision.ImageEncoder;
import io.explainrec.ml.vision.PictureDecoder;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.platform.Folders;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.Unavailable;
import io.explainrec.registry.trained.KeptModelException;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items move from the space of texts to that of a fusion and back, with the installation's real encoders. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class FusedSpaceQuarkusTest {
    private static final String DOMAIN = "fused-films";
    private static final FusionCard.Encoder TEXT =
            new FusionCard.Encoder(InstalledEncoders.TEXT, InstalledEncoders.textVersion(), 384);

    @Inject
    DomainService domains;

    @Inject
    ItemService items;

    @Inject
    ItemImageService images;

    @Inject
    EmbeddingService embeddings;

    @Inject
    Spaces spaces;

    @Inject
    EncoderVersions versions;

    @Inject
    ItemEncoders encoders;

    @Inject
    ItemVectors vectors;

    @Inject
    ItemSearch search;

    @Inject
    Assets assets;

    @Inject
    Installation installation;

    @Inject
    DataSource database;

    @TempDir
    Path folder;

    private Domain domain;
    private Item shark;
    private Item ship;
    private Item cowboys;
    private FusionCard.Encoder image;

    @BeforeEach
    void shop() {
        domain = domains.put(DOMAIN, new Domain.Input("Films", null, null, null));
        shark = put("jaws", "Jaws", "A great white shark hunts swimmers off a beach.");
        ship = put("titanic", "Titanic", "Two lovers on a ship that sinks in the icy sea.");
        cowboys = put("unforgiven", "Unforgiven", "An old gunslinger takes one last job in the Wild West.");
        picture("jaws", Color.BLUE);
        new Statements(database)
                .execute(
                        "INSERT INTO item_image (item_id, media_type, width, height, content, sha256) VALUES"
                                + " (?, 'image/webp', 1, 1, 'broken', 'broken') ON CONFLICT DO NOTHING",
                        cowboys.id());
        String version = EfficientNetLite.version(new InstalledEncoders(assets).pictures());
        image = new FusionCard.Encoder(InstalledEncoders.IMAGE, version, 1280);
        embeddings.catchUp(count -> {});
    }

    @AfterEach
    void texts() {
        spaces.text();
        embeddings.catchUp(count -> {});
        assertThat(embeddings.active().name()).isEqualTo(TextEncoder.NAME);
        new Statements(database).execute("DELETE FROM item WHERE domain_id = ?", domain.id());
    }

    private FusionFolder fusion(long seed) {
        return SmallFusion.write(folder.resolve("fusion" + seed), seed, TEXT, image);
    }

    /** With the background kept away. */
    private void alone(Runnable work) {
        synchronized (ClientProxy.unwrap(embeddings)) {
            work.run();
        }
    }

    @Test
    void itemsAreEmbeddedBesideThoseThatServeAndSwitchedTogether() {
        FusionFolder fusion = fusion(1);
        EncoderVersion before = embeddings.active();
        alone(() -> {
            Spaces.Space incoming = spaces.fusion(fusion);
            assertThat(incoming.state()).isEqualTo(State.INCOMING);
            assertThat(incoming.waiting()).isGreaterThanOrEqualTo(3).isEqualTo(embeddings.pendingIncoming());
            assertThat(embeddings.active()).isEqualTo(before);
            assertThat(nearest("dangerous fish").getFirst()).isEqualTo(shark.id());
            assertThat(spaces.fusion(fusion)).as("told twice").isEqualTo(incoming);
            Folders.delete(folder.resolve("fusion1")); // a copy was kept
        });
        embeddings.catchUp(count -> {});

        EncoderVersion now = embeddings.active();
        assertThat(now.space().name()).isEqualTo(fusion.card().name());
        assertThat(now.sha256()).isEqualTo(fusion.card().weights());
        assertThat(embeddings.pendingIncoming()).isZero();
        assertThat(embeddings.vectors(before, List.of(ship.id())))
                .as("for the way back")
                .isNotEmpty();
        // What has no picture that can be read lies where its words do.
        assertThat(nearest("a western about a cowboy").getFirst()).isEqualTo(cowboys.id());
        assertThat(nearest("lovers on a sinking ship").getFirst()).isEqualTo(ship.id());

        for (Item item : List.of(shark, ship, cowboys)) {
            float[] expected = fused(now, before, item, item.equals(shark) ? picture(Color.BLUE) : null);
            assertThat(vector(now, item)).hasSize(SmallFusion.WIDTH).containsExactly(expected, within(1e-5f));
        }
        assertThat(vector(now, ship)).containsExactly(embeddings.encode(now, words(ship)), within(1e-5f));
    }

    @Test
    void anItemMovesWithItsPicture() {
        spaces.fusion(fusion(1));
        embeddings.catchUp(count -> {});
        EncoderVersion now = embeddings.active();
        float[] bare = vector(now, ship);

        picture("titanic", Color.WHITE);
        embeddings.catchUp(count -> {});
        float[] pictured = vector(now, ship);
        assertThat(pictured).isNotEqualTo(bare);
        alone(() -> {
            picture("titanic", Color.WHITE);
            assertThat(embeddings.pending()).as("the same picture").isZero();
        });

        images.delete(DOMAIN, "titanic");
        embeddings.catchUp(count -> {});
        assertThat(vector(now, ship)).containsExactly(bare, within(1e-6f));
    }

    @Test
    void whatChangesMeanwhileIsEmbeddedForBoth() {
        EncoderVersion before = embeddings.active();
        alone(() -> {
            spaces.fusion(fusion(1));
            float[] old = vector(before, ship);
            boolean[] changed = new boolean[1];
            embeddings.catchUp(count -> {
                if (!changed[0]) {
                    changed[0] = true;
                    put("titanic", "Titanic", "A cookbook of vegetable soups.");
                    put("alien", "Alien", "A creature on a spaceship.");
                    items.retire(DOMAIN, "unforgiven");
                }
            });
            assertThat(embeddings.active()).as("while one waits").isEqualTo(before);
            assertThat(embeddings.pendingIncoming()).as("the new one was met").isEqualTo(1);
            embeddings.catchUp(count -> {});
            assertThat(vector(before, ship)).isNotEqualTo(old);
        });
        EncoderVersion now = embeddings.active();
        assertThat(now).isNotEqualTo(before);
        assertThat(embeddings.pending()).isZero();
        assertThat(vectors.pending(before)).isZero();
        assertThat(nearest("Titanic. A cookbook of vegetable soups.").getFirst())
                .isEqualTo(ship.id());
        assertThat(nearest("a western about a cowboy")).doesNotContain(cowboys.id());
    }

    @Test
    void goesOnWhereItWasKilled() {
        for (int k = 0; k < 40; k++) {
            put("film" + k, "Film " + k, "");
        }
        EncoderVersion before = embeddings.active();
        alone(() -> {
            embeddings.catchUp(count -> {});
            long all = spaces.fusion(fusion(1)).waiting();
            assertThatThrownBy(() -> embeddings.catchUp(count -> {
                        throw new IllegalStateException("killed");
                    }))
                    .hasMessage("killed");
            assertThat(embeddings.active()).isEqualTo(before);
            long left = embeddings.pendingIncoming();
            assertThat(left).isPositive().isLessThan(all);
            assertThat(embeddings.catchUp(count -> {})).isEqualTo(left);
        });
        assertThat(embeddings.active()).isNotEqualTo(before);
    }

    @Test
    void killedBeforeTheSwitchItSwitchesAtTheNextRound() {
        alone(() -> {
            EncoderVersion incoming = spaces.fusion(fusion(1)).version();
            for (var batch = vectors.waiting(incoming, ItemVectors.FIRST, 1000); !batch.isEmpty(); ) {
                vectors.store(incoming, batch, encoders.of(incoming).items(batch));
                batch = vectors.waiting(incoming, ItemVectors.FIRST, 1000);
            }
            assertThat(embeddings.active()).isNotEqualTo(incoming);
            assertThat(embeddings.catchUp(count -> {})).isZero();
            assertThat(embeddings.active()).isEqualTo(incoming);
        });
    }

    @Test
    void theLastOneToldIsTheOneThatComesInAndTheOneBeforeIsKeptForTheWayBack() {
        EncoderVersion text = embeddings.active();
        alone(() -> {
            EncoderVersion first = spaces.fusion(fusion(1)).version();
            EncoderVersion second = spaces.fusion(fusion(2)).version();
            assertThat(versions.incoming()).contains(second);
            assertThat(state(first)).isEqualTo(State.PAST);
            assertThat(spaces.text().state()).as("nothing comes in any more").isEqualTo(State.ACTIVE);
            assertThat(versions.incoming()).isEmpty();

            spaces.fusion(fusion(1));
            embeddings.catchUp(count -> {});
            assertThat(embeddings.active()).isEqualTo(first);
            assertThat(spaces.text().waiting()).as("its vectors stayed").isZero();
            spaces.fusion(fusion(2));
            embeddings.catchUp(count -> {});
            assertThat(embeddings.active()).isEqualTo(second);
            assertThat(embeddings.vectors(first, List.of(ship.id()))).hasSize(1);
            assertThat(embeddings.vectors(text, List.of(ship.id())))
                    .as("two switches later")
                    .isEmpty();
        });
    }

    @Test
    void aFusionOfTextsAloneNeedsNoPictures() {
        spaces.fusion(SmallFusion.ofTexts(folder.resolve("texts"), 3));
        embeddings.catchUp(count -> {});
        EncoderVersion now = embeddings.active();
        assertThat(vector(now, shark)).containsExactly(embeddings.encode(now, words(shark)), within(1e-5f));
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheFixAndChangesNothing() throws IOException {
        List<Spaces.Space> before = spaces.list();
        var clip = new FusionCard.Encoder(InstalledEncoders.IMAGE, "clip-1-0123456789ab", 512);
        assertThatThrownBy(() -> spaces.fusion(SmallFusion.write(folder.resolve("clip"), 1, TEXT, clip)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("by clip-1-0123456789ab; expected " + image.version())
                .hasMessageContaining("without --clip");
        var other = new FusionCard.Encoder(InstalledEncoders.TEXT, "minilm-0123456789ab", 384);
        assertThatThrownBy(() -> spaces.fusion(SmallFusion.write(folder.resolve("other"), 1, other, image)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("expected " + TEXT.version());
        assertThatThrownBy(() -> spaces.fusion(SmallFusion.write(folder.resolve("images"), 1, image)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("takes no texts")
                .hasMessageContaining("--modalities both");

        Path damaged = folder.resolve("fusion4");
        fusion(4);
        Path card = damaged.resolve(FusionCard.FILE);
        String whole = Files.readString(card);
        Files.writeString(card, whole.replace("fusion-1-", "fusion-1-../"));
        assertThatThrownBy(() -> spaces.fusion(FusionFolder.open(damaged)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("names the space");
        Files.writeString(card, whole.replace("\"dimension\" : 1280", "\"dimension\" : 1281"));
        assertThatThrownBy(() -> spaces.fusion(FusionFolder.open(damaged)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("its card tells of");
        Files.writeString(card, whole);
        Files.write(damaged.resolve("fusion").resolve("model.safetensors"), new byte[1], StandardOpenOption.APPEND);
        assertThatThrownBy(() -> spaces.fusion(FusionFolder.open(damaged)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("tells of");
        assertThat(spaces.list()).isEqualTo(before);
    }

    @Test
    void oneWhoseCopyIsLostLeavesTheOneBeforeServing() {
        EncoderVersion before = embeddings.active();
        FusionFolder fusion = fusion(5);
        Path kept = installation.fusions().resolve(fusion.card().name());
        alone(() -> {
            spaces.fusion(fusion);
            Folders.delete(kept.resolve("vectors.safetensors"));
            assertThatThrownBy(() -> spaces.fusion(fusion))
                    .isInstanceOf(KeptModelException.class)
                    .hasMessageContaining("is not what was kept")
                    .hasMessageContaining("delete the folder");
            put("alien", "Alien", "A creature on a spaceship.");
            assertThatThrownBy(() -> embeddings.catchUp(count -> {}))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageNotContaining(installation.root().toString());
            assertThat(encoders.trouble()).contains(kept.toString());
            assertThat(embeddings.active()).isEqualTo(before);
            assertThat(embeddings.pending()).as("the one before goes on").isZero();
            spaces.text();
            embeddings.catchUp(count -> {});
            assertThat(encoders.trouble()).isNull();
        });
        Folders.delete(kept);
    }

    private void picture(String id, Color colour) {
        try {
            images.put(DOMAIN, id, new ByteArrayInputStream(picture(colour)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private State state(EncoderVersion version) {
        return spaces.list().stream()
                .filter(space -> space.version().equals(version))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private float[] vector(EncoderVersion version, Item item) {
        return embeddings.vectors(version, List.of(item.id())).get(item.id());
    }

    private static String words(Item item) {
        return ItemText.of(item.title(), item.attributes(), item.text());
    }

    /** What 'fusion fit' would make of the item, of length 1. */
    private float[] fused(EncoderVersion fusion, EncoderVersion text, Item item, byte[] picture) {
        Map<String, float[]> features = new HashMap<>();
        features.put(InstalledEncoders.TEXT, embeddings.encode(text, words(item)));
        Torch.inferenceThread(1);
        if (picture != null) {
            try (ImageEncoder encoder = EfficientNetLite.open(new InstalledEncoders(assets).pictures())) {
                features.put(InstalledEncoders.IMAGE, encoder.encode(List.of(PictureDecoder.decode(picture)))[0]);
            }
        }
        try (AttentionFusion own =
                FusionFolder.open(installation.fusions().resolve(fusion.name())).fusion()) {
            float[] vector =
                    own.fuse(List.of(FusionInput.of(features))).getFirst().vector();
            double square = 0;
            for (float value : vector) {
                square += (double) value * value;
            }
            for (int k = 0; k < vector.length; k++) {
                vector[k] /= (float) Math.sqrt(square);
            }
            return vector;
        }
    }

    private static byte[] picture(Color colour) {
        BufferedImage image = new BufferedImage(40, 60, BufferedImage.TYPE_INT_RGB);
        Graphics2D on = image.createGraphics();
        on.setColor(colour);
        on.fillRect(0, 0, 40, 60);
        on.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Item put(String id, String title, String text) {
        return items.put(DOMAIN, id, new Item.Input(id, title, text, Map.of(), null));
    }

    private List<UUID> nearest(String text) {
        EncoderVersion version = embeddings.active();
        return search
                .nearest(
                        version,
                        embeddings.encode(version, text),
                        new ItemSearch.Filter(domain.id(), List.of(), Map.of()),
                        10)
                .stream()
                .map(ItemSearch.Neighbour::itemId)
                .toList();
    }
}
