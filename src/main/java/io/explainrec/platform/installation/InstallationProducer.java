package io.explainrec.platform.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every room may ask for: the installation, its secrets, and the time. */
@ApplicationScoped
class InstallationProducer {
    @Produces
    @Singleton
    Installation installation() {
        return Installation.configured();
    }

    @Produces
    @Singleton
    Secrets secrets(Installation installation) {
        return new Secrets(installation);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
