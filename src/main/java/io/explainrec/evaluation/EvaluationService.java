package io.explainrec.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reports that were stored: adding and finding. */
@ApplicationScoped
public class EvaluationService {
    /** A report may have as many bytes as any JSON that is sent. */
    public static final int MOST_BYTES = 5_000_000;

    private final EvaluationRepository repository;
    private final ObjectMapper json;

    EvaluationService(EvaluationRepository repository, ObjectMapper json) {
        this.repository = repository;
        this.json = json;
    }

    /** A report and where it comes from. */
    public record Stored(UUID id, Instant createdAt, String addedBy, EvaluationReport report) {}

    /**
     * What a list says of a report.
     *
     * @param rows interactions of the data set
     */
    public record Listed(UUID id, Instant createdAt, String source, long rows, String addedBy) {
        static Listed of(Stored stored) {
            return new Listed(
                    stored.id(),
                    stored.createdAt(),
                    stored.report().source(),
                    stored.report().count("rows"),
                    stored.addedBy());
        }
    }

    /**
     * Stores a report; the same one that is sent again is the one that is there.
     *
     * @throws InvalidInput where it is none
     */
    public Stored add(JsonNode body, String addedBy) {
        EvaluationReport report = ReportReader.read(body);
        EvaluationRepository.Row row =
                QuarkusTransaction.requiringNew().call(() -> repository.add(report.source(), body.toString(), addedBy));
        return new Stored(row.id(), row.createdAt(), row.addedBy(), report);
    }

    /** Stores a report from a file. */
    public Stored add(byte[] file, String addedBy) {
        JsonNode body;
        try {
            body = json.readTree(file);
        } catch (JsonProcessingException e) {
            throw new InvalidInput(
                    "report",
                    "is not JSON (line " + e.getLocation().getLineNr() + "); choose the report.json that"
                            + " './explainrec evaluate' wrote");
        } catch (java.io.IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
        return add(body, addedBy);
    }

    public Stored get(UUID id) {
        return stored(row(id));
    }

    /** A report as it was sent, but for the order of its fields. */
    public String body(UUID id) {
        return row(id).body();
    }

    /** Newest first, behind one of them; from the newest where that is null. */
    public List<Listed> list(UUID after, int limit) {
        return QuarkusTransaction.requiringNew().call(() -> repository.list(after, limit));
    }

    private EvaluationRepository.Row row(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> repository.find(id))
                .orElseThrow(() -> new NotFound("There is no report of an evaluation " + id + "."));
    }

    private Stored stored(EvaluationRepository.Row row) {
        try {
            return new Stored(row.id(), row.createdAt(), row.addedBy(), ReportReader.read(json.readTree(row.body())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report " + row.id() + " is no JSON", e);
        }
    }
}
