package io.explainrec.embedding;

import io.explainrec.ml.bert.SentenceEncoder;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.problem.Unavailable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The text encoder and the one thread that computes with it; loaded when it is first needed. */
@ApplicationScoped
class TextEncoder {
    static final String ASSET = "minilm";
    static final String NAME = "all-MiniLM-L6-v2";

    private final Assets assets;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("text-encoder").factory());
    private SentenceEncoder encoder; // the thread's own

    TextEncoder(Assets assets) {
        this.assets = assets;
    }

    /** SHA-256 that names the encoder's weights. */
    String sha256() {
        return Assets.named(ASSET).sha256();
    }

    int dimension() {
        return onThread(() -> encoder().dimension());
    }

    /**
     * Vectors of length 1, one per text.
     *
     * @throws Unavailable where the encoder cannot be loaded, with the cause
     */
    float[][] encode(List<String> texts) {
        return onThread(() -> encoder().encode(texts));
    }

    private SentenceEncoder encoder() {
        if (encoder == null) {
            Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
            encoder = SentenceEncoder.open(assets.path(ASSET));
        }
        return encoder;
    }

    private <T> T onThread(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw new Unavailable("the text encoder failed: " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while the text encoder worked");
        }
    }

    @PreDestroy
    void close() {
        thread.submit(() -> {
            if (encoder != null) {
                encoder.close();
            }
        });
        thread.shutdown();
    }
}
