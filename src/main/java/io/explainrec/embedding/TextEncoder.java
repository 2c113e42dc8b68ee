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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The text encoder, whose vectors are a space of their own and a part of fused ones, and the one thread that encoders compute on. */
@ApplicationScoped
class TextEncoder implements ItemEncoder {
    static final String ASSET = "minilm";
    static final String NAME = "all-MiniLM-L6-v2";
    static final int DIMENSION = 384;

    private static final Logger LOG = Logger.getLogger(TextEncoder.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int SHORT = 12;

    private final Assets assets;
    private final OnDemand<SentenceEncoder> encoder;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("text-encoder").factory());

    TextEncoder(Assets assets, Clock clock) {
        this.assets = assets;
        encoder = new OnDemand<>("text encoder", clock, this::load);
    }

    /** Names the space of its vectors in the card of a fusion. */
    static String version() {
        return ASSET + "-" + Assets.named(ASSET).sha256().substring(0, SHORT);
    }

    /** SHA-256 that names the encoder's weights. */
    String sha256() {
        return Assets.named(ASSET).sha256();
    }

    /** Why the encoder could not be loaded, with the file; null where nothing is wrong. */
    String trouble() {
        return encoder.trouble();
    }

    /**
     * Vectors of length 1, one per text, however long that takes.
     *
     * @throws Unavailable where the encoder cannot be loaded or fails
     */
    float[][] encode(List<String> texts) {
        return compute(() -> encoder.get().encode(texts));
    }

    /**
     * The vector of one text, for someone who waits.
     *
     * @throws Unavailable also where the encoder is too busy to answer within seconds
     */
    float[] encodeNow(String text) {
        return computeNow(() -> encoder.get().encode(List.of(text)))[0];
    }

    @Override
    public float[][] items(List<ItemVectors.Waiting> items) {
        return encode(items.stream().map(ItemVectors.Waiting::text).toList());
    }

    @Override
    public float[] query(String text) {
        return encodeNow(text);
    }

    /**
     * What the encoders' one thread computes, however long that takes.
     *
     * @throws Unavailable where it fails
     */
    <T> T compute(Callable<T> work) {
        return await(submit(work), Duration.ofDays(1));
    }

    /**
     * The same for someone who waits.
     *
     * @throws Unavailable also where the thread is too busy to answer within seconds
     */
    <T> T computeNow(Callable<T> work) {
        return await(submit(work), ANSWER_WITHIN);
    }

    private <T> Future<T> submit(Callable<T> work) {
        try {
            return thread.submit(work);
        } catch (RejectedExecutionException e) {
            throw new Unavailable("the text encoder is shutting down");
        }
    }

    private SentenceEncoder load() {
        Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
        SentenceEncoder loaded = SentenceEncoder.open(assets.path(ASSET));
        if (loaded.dimension() != DIMENSION) {
            loaded.close();
            throw new ModelFileException(
                    assets.path(ASSET),
                    "makes vectors of " + loaded.dimension() + " values; expected " + DIMENSION + ", of " + NAME);
        }
        return loaded;
    }

    private static <T> T await(Future<T> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unavailable unavailable) {
                throw unavailable; // the log has the cause
            }
            LOG.error("an encoder of items failed", e.getCause());
            throw new Unavailable("An encoder of items does not work; the log says why.");
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
        if (thread.awaitTermination(30, TimeUnit.SECONDS) && encoder.loaded() != null) {
            encoder.loaded().close();
        }
    }
}
