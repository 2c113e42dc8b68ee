package io.explainrec.cli.server;

import io.explainrec.cli.command.CommandException;
import io.explainrec.platform.identity.FirstStart;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What a shop and a person ask first of a server that has just started. */
final class Rehearsal {
    private static final int ITEMS = 30;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    private Rehearsal(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    /** Waits until the server on this port has its model, then asks. */
    static void perform(Installation installation, int port) {
        Rehearsal rehearsal = new Rehearsal(port);
        rehearsal.awaitModel();
        rehearsal.get("/sign-in");
        ShopClient shop = new ShopClient(
                port, new Secrets(installation).read(FirstStart.TOKEN).orElseThrow());
        shop.stock(ITEMS);
        for (int i = 0; i < ITEMS / 2; i++) {
            shop.tell(new ShopClient.Event(UUID.randomUUID().toString(), "user", ShopClient.item(i), i % 3 > 0));
        }
        shop.ask("user").ifPresent(answer -> shop.recall(answer.id()));
    }

    private void awaitModel() {
        long until = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!ShopClient.saysModelReady(get("/q/health"))) {
            if (System.nanoTime() > until) {
                throw new CommandException("the server did not start");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private String get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return ""; // It does not listen yet.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the server started");
        }
    }
}
