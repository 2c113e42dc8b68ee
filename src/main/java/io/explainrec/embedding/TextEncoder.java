package io.explainrec.embedding;

import io.explainrec.ml.bert.SentenceEncoder;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.problem.Unavailable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The text encoder and the one thread that computes with it. It is loaded when it is first needed; where that fails, it is
 * tried again after a while, and callers in between are refused at once.
 */
@ApplicationScoped
class TextEncoder {
    static final String ASSET = "minilm";
    static final String NAME = "all-MiniLM-L6-v2";
    static final int DIMENSION = 384;

    private static final Logger LOG = Logger.getLogger(TextEncoder.class);
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final Assets assets;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("text-encoder").factory());
    private SentenceEncoder encoder; // the thread's own
    private Instant retryAt = Instant.MIN; // the thread's own
    private volatile String trouble;

    TextEncoder(Assets assets, Clock clock) {
        this.assets = assets;
        this.clock = clock;
    }

    /** SHA-256 that names the encoder's weights. */
    String sha256() {
        return Assets.named(ASSET).sha256();
    }

    /** Why the encoder could not be loaded, with the file; null where nothing is wrong. */
    String trouble() {
        return trouble;
    }

    /**
     * Vectors of length 1, one per text, however long that takes.
     *
     * @throws Unavailable where the encoder cannot be loaded or fails
     */
    float[][] encode(List<String> texts) {
        return await(submit(texts), Duration.ofDays(1));
    }

    /**
     * The vector of one text, for someone who waits.
     *
     * @throws Unavailable also where the encoder is too busy to answer within seconds
     */
    float[] encodeNow(String text) {
        return await(submit(List.of(text)), ANSWER_WITHIN)[0];
    }

    private Future<float[][]> submit(List<String> texts) {
        try {
            return thread.submit(() -> encoder().encode(texts));
        } catch (RejectedExecutionException e) {
            throw new Unavailable("the text encoder is shutting down");
        }
    }

    private SentenceEncoder encoder() {
        if (encoder == null) {
            if (clock.instant().isBefore(retryAt)) {
                throw new IllegalStateException(trouble);
            }
            load();
        }
        return encoder;
    }

    private void load() {
        try {
            Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
            SentenceEncoder loaded = SentenceEncoder.open(assets.path(ASSET));
            if (loaded.dimension() != DIMENSION) {
                loaded.close();
                throw new ModelFileException(
                        assets.path(ASSET),
                        "makes vectors of " + loaded.dimension() + " values; expected " + DIMENSION + ", of " + NAME);
            }
            encoder = loaded;
            trouble = null;
        } catch (RuntimeException | LinkageError e) {
            trouble = "the text encoder cannot be loaded: " + e.getMessage();
            retryAt = clock.instant().plus(RETRY_AFTER);
            LOG.errorf(e, "%s; items wait for their vectors, and it is tried again in %s", trouble, RETRY_AFTER);
            throw e;
        }
    }

    private float[][] await(Future<float[][]> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (trouble == null) {
                LOG.error("the text encoder failed", e.getCause());
            }
            throw new Unavailable("The text encoder does not work; /q/health and the log say why.");
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new Unavailable("The text encoder is busy with the catalogue; try again in some seconds.");
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while the text encoder worked");
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        thread.shutdown();
        if (thread.awaitTermination(30, TimeUnit.SECONDS) && encoder != null) {
            encoder.close();
        }
    }
}
