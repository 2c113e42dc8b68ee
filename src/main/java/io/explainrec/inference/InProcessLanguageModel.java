package io.explainrec.inference;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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

    private final Assets assets;
    private final InferenceConfig config;
    private final ThreadPoolExecutor thread;
    private volatile Loaded loaded;
    private volatile String notLoaded = "the language model is still loading";

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
            notLoaded = "the language model is switched off (explainrec.inference.enabled)";
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
            LOG.infof("%s is ready after %d ms", NAME, (System.nanoTime() - begin) / 1_000_000);
        } catch (RuntimeException | LinkageError e) {
            notLoaded = "the language model cannot be loaded: " + e.getMessage();
            LOG.error(notLoaded, e);
        }
    }

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity(NAME, Assets.named(ASSET).sha256(), InstructionFormat.VERSION);
    }

    @Override
    public String state() {
        return loaded == null ? notLoaded : null;
    }

    @Override
    public Scores score(Profile profile, List<Candidate> candidates, Duration deadline) {
        if (loaded == null) {
            throw new ModelUnavailable(notLoaded);
        }
        AtomicBoolean abandoned = new AtomicBoolean();
        Future<Scores> call;
        try {
            call = thread.submit(() -> compute(profile, candidates, abandoned));
        } catch (RejectedExecutionException e) {
            throw new ModelUnavailable("the language model is busy: " + config.queue() + " calls wait already", e);
        }
        try {
            return call.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ModelUnavailable("the language model did not answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            LOG.error("the language model failed", e.getCause());
            throw new ModelUnavailable("the language model failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailable("interrupted while the language model computed", e);
        } finally {
            abandoned.set(true);
            call.cancel(false);
        }
    }

    private Scores compute(Profile profile, List<Candidate> candidates, AtomicBoolean abandoned) {
        Loaded model = loaded;
        InstructionFormat.Prefix prefix = model.format().prefix(profile);
        List<int[]> suffixes = candidates.stream().map(model.format()::suffix).toList();
        try {
            return new Scores(model.scorer().score(prefix.ids(), suffixes, abandoned::get), prefix.text());
        } catch (CancelledCall nobodyWaits) {
            return null;
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        thread.shutdownNow();
        if (thread.awaitTermination(30, TimeUnit.SECONDS) && loaded != null) {
            loaded.scorer().close();
            loaded.llama().close();
        }
    }
}
