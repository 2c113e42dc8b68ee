package io.explainrec.ml.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Sha256;
import io.explainrec.ml.evidence.AdditiveHead.Term;
import io.explainrec.ml.evidence.LeveledHead.Intercept;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** {@code decision.json}, format {@value #FORMAT}. Its digest covers what it means, not how it is laid out. */
final class DecisionArtifactJson {
    static final int FORMAT = 1;
    private static final int VERSION_DIGITS = 12;

    /** Fields of the provenance that may be missing: older files have none. */
    private static final List<String> YOUNGER = List.of("language", "space", "erased");

    private DecisionArtifactJson() {}

    /** The file, field by field. */
    private record File(int format, String version, String digest, Head like, Head rank, From provenance) {}

    private record Head(Intercept intercept, TreeMap<String, Span> terms) {
        static Head of(LeveledHead head) {
            TreeMap<String, Span> terms = new TreeMap<>();
            head.terms()
                    .forEach((source, span) ->
                            terms.put(source.id(), new Span(unsigned(span.little()), unsigned(span.much()))));
            return new Head(
                    new Intercept(
                            head.intercept().little() + 0.0, head.intercept().much() + 0.0),
                    terms);
        }

        /** Without the sign of a zero, which a database's JSON does not keep. */
        private static Term unsigned(Term term) {
            return new Term(term.weight() + 0.0, term.centre() + 0.0);
        }

        private static EvidenceSource source(String id) {
            EvidenceSource source = EvidenceSource.of(id);
            if (source == EvidenceSource.EXPLORATION) {
                throw new IllegalArgumentException("'" + id + "' is a shop's own setting, which no layer holds");
            }
            return source;
        }

        LeveledHead head() {
            Map<EvidenceSource, Span> own = new EnumMap<>(EvidenceSource.class);
            terms.forEach((id, span) -> own.put(
                    source(id), new Span(Objects.requireNonNull(span.little()), Objects.requireNonNull(span.much()))));
            return new LeveledHead(Objects.requireNonNull(intercept), own);
        }
    }

    private record From(
            String fittedAt,
            Provenance.Program program,
            long seed,
            Data data,
            List<Integer> slices,
            TreeMap<String, Double> figures,
            @JsonInclude(JsonInclude.Include.NON_NULL) Provenance.Language language,
            @JsonInclude(JsonInclude.Include.NON_NULL) Provenance.Space space,
            @JsonInclude(JsonInclude.Include.NON_NULL) Provenance.Erased erased,
            String learnedDigest) {
        static From of(Provenance p) {
            return new From(
                    p.fittedAt().toString(),
                    p.program(),
                    p.seed(),
                    new Data(
                            p.data().interactions(),
                            p.data().users(),
                            p.data().items(),
                            p.data().first().toString(),
                            p.data().last().toString(),
                            p.data().digest()),
                    p.slices(),
                    new TreeMap<>(p.figures()),
                    p.language(),
                    p.space(),
                    p.erased(),
                    p.learnedDigest());
        }

        Provenance provenance() {
            return new Provenance(
                    Instant.parse(fittedAt),
                    Objects.requireNonNull(program),
                    seed,
                    new Provenance.Data(
                            data.interactions,
                            data.users,
                            data.items,
                            Instant.parse(data.first),
                            Instant.parse(data.last),
                            data.digest),
                    slices,
                    figures,
                    language,
                    space,
                    erased,
                    learnedDigest);
        }
    }

    private record Data(int interactions, int users, int items, String first, String last, String digest) {}

    /** A short hash of what decides. */
    static String version(LeveledHead like, LeveledHead rank, String learnedDigest) {
        String heads = json(List.of(Head.of(like), Head.of(rank), learnedDigest));
        return "fitted-" + hash(heads).substring(0, VERSION_DIGITS);
    }

    static String write(DecisionArtifact artifact) {
        try {
            return LearnedTablesJson.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file(artifact)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static File file(DecisionArtifact artifact) {
        DecisionLayer layer = artifact.layer();
        File plain = new File(
                FORMAT,
                layer.version(),
                "",
                Head.of(layer.like()),
                Head.of(layer.rank()),
                From.of(artifact.provenance()));
        return new File(FORMAT, plain.version, hash(json(plain)), plain.like, plain.rank, plain.provenance);
    }

    static DecisionArtifact read(String name, String text, LearnedTablesJson learned) {
        try {
            JsonNode tree = LearnedTablesJson.JSON.readTree(text);
            if (!tree.path("format").isInt() || tree.path("format").asInt() != FORMAT) {
                String format = tree.has("format") ? "the format " + tree.get("format") : "no format";
                throw new ArtifactException(name + " has " + format + "; expected " + FORMAT
                        + ": use the program that wrote it, or fit it again with this one");
            }
            if (tree.path("provenance") instanceof ObjectNode from) {
                for (String younger : YOUNGER) {
                    if (!from.has(younger)) {
                        from.putNull(younger);
                    }
                }
            }
            File file = LearnedTablesJson.JSON.treeToValue(tree, File.class);
            LeveledHead like = file.like.head();
            LeveledHead rank = file.rank.head();
            Provenance provenance = file.provenance.provenance();
            DecisionArtifact artifact =
                    new DecisionArtifact(new DecisionLayer(file.version, like, rank), learned.tables(), provenance);
            match(name, "learned digest", provenance.learnedDigest(), learned.digest());
            match(name, "version", file.version, version(like, rank, learned.digest()));
            match(name, "digest", file.digest, file(artifact).digest);
            return artifact;
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException | DateTimeException e) {
            throw unreadable(name, e);
        }
    }

    private static ArtifactException unreadable(String name, Exception cause) {
        return new ArtifactException(
                name + " is no decision layer of format " + FORMAT + " (" + LearnedTablesJson.words(cause)
                        + "); copy it again, or fit it again",
                cause);
    }

    private static void match(String file, String what, String written, String computed) {
        if (!computed.equals(written)) {
            throw new ArtifactException(file + ": its " + what + " is " + written + ", and what is there has "
                    + computed + "; expected both to be the same: copy both files again from where it was fitted");
        }
    }

    private static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Object value) {
        try {
            return LearnedTablesJson.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
