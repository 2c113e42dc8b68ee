package io.explainrec.inference;

import io.explainrec.inference.ModelState.Phase;
import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import io.explainrec.platform.assets.Assets;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The language model inside this process: one thread owns the model and computes one call after another. The model loads in
 * the background; calls before that, and calls that find the queue full, are refused at once.
 */
@ApplicationScoped
class InProcessLanguageModel implements LanguageModel {
    private static final Logger LOG = Logger.getLogger(InProcessLanguageModel.class);
    private static final String ASSET = "smollm2";
    private static final String NAME = "SmolLM2-135M-Instruct";
    private static final int CLOSE_WITHIN_SECONDS = 30;

    private final Assets assets;
    private final InferenceConfig config;
    private final ThreadPoolExecutor thread;
    private volatile Loaded loaded;
    private volatile ModelState state = ModelState.LOADING;
    private volatile boolean closing;

    private record Loaded(Llama llama, PrefixScorer scorer, InstructionFormat format) {}

    InProcessLanguageModel(Assets assets, InferenceConfig config) {
        this.assets = assets;
        this.config = config;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().daemon().name("language-model").factory());
    }

    void load(@Observes @Priority(40) StartupEvent start) {
        if (config.enabled()) {
            thread.execute(this::load);
        } else {
            state = ModelState.OFF;
        }
    }

    private void load() {
        try {
            long begin = System.nanoTime();
            int threads = config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads();
            Torch.inferenceThread(threads);
            Llama llama = Llama.open(assets.path(ASSET));
            InstructionFormat format = new InstructionFormat(llama.tokenizer(), InstructionFormat.Limits.DEFAULT);
            InstructionFormat.Answers answers = format.answers();
            loaded = new Loaded(llama, new PrefixScorer(llama, answers.yes(), answers.no()), format);
            state = ModelState.READY;
            LOG.infof("%s is ready after %d ms", NAME, (System.nanoTime() - begin) / 1_000_000);
        } catch (RuntimeException | Error e) {
            state = ModelState.failed(e);
            LOG.errorf(e, "%s cannot be loaded; answers are made without it", NAME);
        }
    }

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity(NAME, Assets.named(ASSET).sha256(), InstructionFormat.VERSION);
    }

    @Override
    public ModelState state() {
        return state;
    }

    @Override
    public Scores score(Profile profile, List<Candidate> candidates, Duration deadline) {
        if (state.phase() != Phase.READY) {
            throw new ModelUnavailable(state.message());
        }
        AtomicBoolean abandoned = new AtomicBoolean();
        FutureTask<Scores> call = new FutureTask<>(() -> compute(profile, candidates, abandoned));
        try {
            thread.execute(call);
            return call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new ModelUnavailable(
                    closing
                            ? "the language model is shutting down"
                            : "the language model is busy: " + config.queue() + " calls wait already",
                    e);
        } catch (TimeoutException e) {
            throw new ModelUnavailable("the language model did not answer within " + deadline.toMillis() + " ms", e);
        } catch (CancellationException e) {
            throw new ModelUnavailable("the language model is shutting down", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelUnavailable stopped) {
                throw stopped;
            }
            LOG.error("the language model failed", e.getCause());
            throw new ModelUnavailable("the language model failed; the log says why", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailable("interrupted while the language model computed", e);
        } finally {
            abandoned.set(true);
            thread.remove(call); // its place in the queue is for callers who still wait
        }
    }

    /** Runs on the model's thread. Throws ModelUnavailable where the caller gave up, or the server stops. */
    private Scores compute(Profile profile, List<Candidate> candidates, AtomicBoolean abandoned) {
        Loaded model = loaded;
        try {
            InstructionFormat.Prefix prefix = model.format().prefix(profile);
            List<int[]> suffixes =
                    candidates.stream().map(model.format()::suffix).toList();
            float[] logits = suffixes.isEmpty()
                    ? new float[0]
                    : model.scorer().score(prefix.ids(), suffixes, () -> closing || abandoned.get());
            return new Scores(logits, prefix.text());
        } catch (CancelledCall e) {
            throw new ModelUnavailable("the language model was stopped while it computed", e);
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing = true;
        thread.shutdownNow().forEach(waiting -> {
            if (waiting instanceof FutureTask<?> call) {
                call.cancel(false);
            }
        });
        if (thread.awaitTermination(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS) && loaded != null) {
            loaded.scorer().close();
            loaded.llama().close();
        }
    }
}
