package io.explainrec.inference;

import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.ml.weights.ModelHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models in memory: at most {@value #MOST}, those that were wanted last, so that requests that began by the one before end by it.
 * Trained models of one base share its weights. Others than the model's thread may look models up, and not compute with them.
 */
final class LoadedModels implements AutoCloseable {
    private static final int MOST = 2;

    private final ModelSource source;
    private final Map<Of, Base> bases = new HashMap<>();
    private final Map<String, Of> baseOf = new HashMap<>();
    /** By when they were wanted, the newest last; guarded by itself. */
    private final List<String> order = new ArrayList<>();

    private final Map<String, LoadedModel> byName = new ConcurrentHashMap<>();

    /**
     * What a base is known by, since another may come to lie where it did.
     *
     * @param path file or folder
     * @param changed when it last was, in milliseconds since 1970
     */
    private record Of(Path path, long changed) {
        Of(Path path) {
            this(path, path.toFile().lastModified());
        }
    }

    /** A base in memory; the hash is null until a trained model asks. */
    private static final class Base {
        private final Llama llama;
        private final Path path;
        private String sha256;

        Base(Path path) {
            this.path = path;
            llama = Llama.open(path);
        }

        TrainedModel.OpenedBase opened() {
            if (sha256 == null) {
                sha256 = ModelHash.ofModel(path);
            }
            return new TrainedModel.OpenedBase(path, sha256);
        }
    }

    LoadedModels(ModelSource source) {
        this.source = source;
    }

    /** The model of a name; null where it is not in memory. */
    LoadedModel get(String name) {
        return byName.get(name);
    }

    /** Makes a model that is in memory the newest, for any thread; whether it is one. */
    boolean renew(String name) {
        synchronized (order) {
            return order.remove(name) && order.add(name);
        }
    }

    /** Brings a model into memory, and drops what is one too many. */
    void load(String name) {
        if (renew(name)) {
            return;
        }
        Path folder = name.equals(LanguageModel.BASE) ? null : source.folder(name);
        Of of = new Of(
                folder == null
                        ? source.base()
                        : source.base(ModelCard.read(folder).base()));
        try {
            Base base = bases.computeIfAbsent(of, own -> new Base(own.path));
            LoadedModel loaded = folder == null
                    ? LoadedModel.published(base.llama)
                    : LoadedModel.of(TrainedModel.over(base.llama, base.opened(), folder));
            baseOf.put(name, of);
            byName.put(name, loaded);
            synchronized (order) {
                order.add(name);
                while (order.size() > MOST) {
                    drop(order.removeFirst());
                }
            }
        } finally {
            closeUnusedBases();
        }
    }

    private void drop(String name) {
        baseOf.remove(name);
        byName.remove(name).close();
    }

    private void closeUnusedBases() {
        bases.entrySet().removeIf(entry -> {
            boolean unused = !baseOf.containsValue(entry.getKey());
            if (unused) {
                entry.getValue().llama.close();
            }
            return unused;
        });
    }

    /** Bases in memory, for tests. */
    int bases() {
        return bases.size();
    }

    @Override
    public void close() {
        synchronized (order) {
            order.forEach(this::drop);
            order.clear();
        }
        closeUnusedBases();
    }
}
