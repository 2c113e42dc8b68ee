package io.explainrec.inference;

import io.explainrec.inference.ModelState.Phase;
import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.TokenSteps;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.ModelCard;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The language model inside this process: one thread owns the models and computes one call after another. They load in the
 * background; calls before that, and calls that find the queue full or too long for their deadline, are refused at once.
 */
@ApplicationScoped
class InProcessLanguageModel implements LanguageModel {
    private static final Logger LOG = Logger.getLogger(InProcessLanguageModel.class);
    private static final int CLOSE_WITHIN_SECONDS = 30;
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final ModelSource source;
    private final InferenceConfig config;
    private final Clock clock;
    private final ThreadPoolExecutor thread;
    private final LoadedModels loaded;
    /** Those that wait to be loaded. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    /** When those that could not be loaded may be tried again. */
    private final Map<String, Instant> retryAt = new ConcurrentHashMap<>();

    /** Steps that nobody goes on with, whose memory the model's thread frees before its next call. */
    private final Queue<TokenSteps> left = new ConcurrentLinkedQueue<>();

    private final Backlog backlog = new Backlog(System::nanoTime);
    private volatile ModelState state = ModelState.LOADING;
    private volatile boolean closing;

    InProcessLanguageModel(ModelSource source, InferenceConfig config, Clock clock) {
        this.source = source;
        this.config = config;
        this.clock = clock;
        this.loaded = new LoadedModels(source);
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
            prepare(source.active());
        } else {
            state = ModelState.OFF;
        }
    }

    private void load(String model) {
        try {
            long begin = System.nanoTime();
            // Here, since an engine that cannot be loaded is a model that cannot be.
            Torch.inferenceThread(
                    config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads());
            loaded.load(model);
            LOG.infof("The language model %s is ready after %d ms", model, (System.nanoTime() - begin) / 1_000_000);
            state = ModelState.READY;
        } catch (RuntimeException | Error e) {
            retryAt.put(model, clock.instant().plus(RETRY_AFTER));
            boolean another = state.phase() == Phase.READY;
            LOG.errorf(
                    e,
                    "The language model %s cannot be loaded, and it is tried again in %s; %s",
                    model,
                    RETRY_AFTER,
                    another ? "the one before goes on answering" : "answers are made without it");
            if (!another) {
                state = ModelState.failed(e);
            }
        } finally {
            asked.remove(model);
        }
    }

    @Override
    public ModelIdentity identity(String model) {
        return source.identity(model);
    }

    @Override
    public ModelState state() {
        return state;
    }

    @Override
    public boolean has(String model) {
        return state.phase() == Phase.OFF || loaded.get(model) != null;
    }

    @Override
    public void check(String model) {
        if (state.phase() != Phase.READY) {
            throw new ModelUnavailable(state.message());
        }
        model(model);
    }

    @Override
    public void prepare(String model) {
        if (state.phase() == Phase.OFF
                || loaded.renew(model)
                || clock.instant().isBefore(retryAt.getOrDefault(model, Instant.MIN))
                || !asked.add(model)) {
            return;
        }
        try {
            thread.execute(() -> load(model));
        } catch (RejectedExecutionException busy) {
            asked.remove(model); // whoever wants it asks again
        }
    }

    @Override
    public Optional<PromptStyle> style(String model) {
        return Optional.ofNullable(loaded.get(model)).flatMap(LoadedModel::style);
    }

    @Override
    public Optional<ModelCard.Fusion> fusion(String model) {
        return Optional.ofNullable(loaded.get(model)).flatMap(LoadedModel::fusion);
    }

    @Override
    public Scores score(String model, Profile profile, List<Candidate> candidates, UserToken token, Duration deadline) {
        return call(Until.in(deadline), cancelled -> model(model).score(profile, candidates, token, cancelled));
    }

    @Override
    public boolean adapts(String model) {
        LoadedModel own = loaded.get(model);
        return own != null && own.scorer().adapts();
    }

    @Override
    public UserHead head(String model, Support support, Duration deadline) {
        return call(Until.in(deadline), cancelled -> model(model).scorer().head(support, cancelled));
    }

    @Override
    public boolean adaptsByToken(String model) {
        LoadedModel own = loaded.get(model);
        return own != null && own.scorer().adaptsByToken();
    }

    @Override
    public UserToken token(String model, Support support, Duration deadline, BooleanSupplier wanted) {
        Until until = Until.in(deadline);
        LoadedModel own = model(model);
        TokenSteps steps = own.scorer().token(support);
        try {
            while (!steps.done()) {
                if (!wanted.getAsBoolean()) {
                    throw new ModelUnavailable("the token is not wanted any more");
                }
                call(until, cancelled -> {
                    if (model(model) != own) {
                        throw new ModelUnavailable("the language model " + model + " was loaded anew meanwhile");
                    }
                    steps.step(cancelled);
                    return steps;
                });
            }
            return steps.token();
        } finally {
            left.add(steps);
            try {
                thread.execute(this::closeLeft);
            } catch (RejectedExecutionException busy) {
                LOG.debug("The next call frees a token's memory");
            }
        }
    }

    @Override
    public Scores adapted(String model, Scores scores, UserHead head) {
        return model(model).adapted(scores, head);
    }

    /**
     * How long a caller waits, for one call or several.
     *
     * @param deadline from the begin
     * @param nanos when it is over, in the system's nanoseconds
     */
    private record Until(Duration deadline, long nanos) {
        static Until in(Duration deadline) {
            return new Until(deadline, System.nanoTime() + deadline.toNanos());
        }

        long left() {
            return nanos - System.nanoTime();
        }
    }

    /** Computes on the model's thread, and waits for it as long as the caller may. */
    private <T> T call(Until until, Function<BooleanSupplier, T> work) {
        if (state.phase() != Phase.READY) {
            throw new ModelUnavailable(state.message());
        }
        Duration before = backlog.expected(thread.getQueue().size());
        if (!before.isZero() && before.toNanos() > until.left()) {
            throw new ModelUnavailable("the language model is busy: with those who wait already it would take about "
                    + before.toMillis() + " ms, and not answer within " + until.deadline.toMillis() + " ms");
        }
        AtomicBoolean abandoned = new AtomicBoolean();
        FutureTask<T> call = new FutureTask<>(() -> compute(work, () -> closing || abandoned.get()));
        try {
            thread.execute(call);
            return call.get(until.left(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new ModelUnavailable(
                    closing
                            ? "the language model is shutting down"
                            : "the language model is busy: " + config.queue() + " calls wait already",
                    e);
        } catch (TimeoutException e) {
            throw new ModelUnavailable(
                    "the language model did not answer within " + until.deadline.toMillis() + " ms", e);
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
    private <T> T compute(Function<BooleanSupplier, T> work, BooleanSupplier cancelled) {
        try {
            closeLeft();
            if (cancelled.getAsBoolean()) {
                throw new ModelUnavailable("the language model was stopped before it computed");
            }
            return backlog.timed(() -> work.apply(cancelled));
        } catch (CancelledCall e) {
            throw new ModelUnavailable("the language model was stopped while it computed", e);
        }
    }

    /** Never throws, or the pool would go on with a thread that no model was loaded on. */
    private void closeLeft() {
        for (TokenSteps steps = left.poll(); steps != null; steps = left.poll()) {
            try {
                steps.close();
            } catch (RuntimeException e) {
                LOG.error("a token's memory cannot be freed", e);
            }
        }
    }

    private LoadedModel model(String name) {
        LoadedModel model = loaded.get(name);
        if (model == null) {
            throw new ModelUnavailable(
                    "the language model " + name + " is not in memory now; answers are made without it until it is");
        }
        return model;
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing = true;
        thread.shutdownNow().forEach(waiting -> {
            if (waiting instanceof FutureTask<?> call) {
                call.cancel(false);
            }
        });
        if (thread.awaitTermination(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            closeLeft();
            loaded.close();
        }
    }
}
