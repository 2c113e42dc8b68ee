package io.explainrec.platform.assets;

import io.explainrec.platform.installation.Installation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

@ApplicationScoped
class AssetsProducer {
    @Produces
    @Singleton
    Assets assets(Installation installation) {
        return Assets.of(installation);
    }
}
