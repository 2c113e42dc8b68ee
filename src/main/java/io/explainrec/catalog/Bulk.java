package io.explainrec.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.problem.BatchFault;
import io.explainrec.platform.problem.FieldError;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;

/**
 * Many things in one body, one JSON object a line; every line is answered, and a bad one never stops the others. Lines are
 * worked on some at a time in one transaction, and one by one where one of them is refused.
 */
@ApplicationScoped
class Bulk {
    static final String NDJSON = "application/x-ndjson";

    /** What the contract says of such a body. */
    static final String CONTRACT =
            "Lines end in \\n and have at most 1,000,000 bytes; empty ones are passed over. A bad line never stops"
                    + " the others: the answer has a line for each, in their order, while the body is still being read.";

    private static final Logger LOG = Logger.getLogger(Bulk.class);
    private static final int LONGEST_LINE = 1_000_000;
    private static final int LINES_AT_ONCE = 200;
    private static final int BYTES_AT_ONCE = 2_000_000;
    private static final List<FieldError> NOT_DONE = List.of(new FieldError(
            "line", "was not worked on, since something failed on our side; send it and the lines behind it again"));

    private final ObjectMapper json;

    Bulk(ObjectMapper json) {
        this.json = json;
    }

    /**
     * What became of a line, counted from 1.
     *
     * @param status {@code ok}, {@code refused} for what is wrong with the line, or {@code failed} for what failed here
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            @Schema(description = "Its number in the body, from 1.")
            long line,

            @Schema(
                    description =
                            "ok; refused, for what is wrong with the line; or failed, for what failed on our side:"
                                    + " send it and those behind it again.")
            String status,

            @Schema(description = "What we gave it; where it is ok.")
            UUID id,

            @Schema(description = "What is wrong; where it is not ok.")
            List<FieldError> errors) {}

    /** Does the work for each line as it comes in, and answers each as it is done. */
    <T> StreamingOutput each(InputStream lines, Class<T> type, Function<T, UUID> work) {
        return output -> new Batches<>(type, work, output).run(new BufferedInputStream(lines));
    }

    /** A line as it was read; input is null where it is refused already. */
    private record Line<T>(long number, T input, List<FieldError> errors) {
        Result refused() {
            return new Result(number, "refused", null, errors);
        }
    }

    /** The lines of one body. */
    private final class Batches<T> {
        private final Class<T> type;
        private final Function<T, UUID> work;
        private final OutputStream output;
        private boolean broken;

        Batches(Class<T> type, Function<T, UUID> work, OutputStream output) {
            this.type = type;
            this.work = work;
            this.output = output;
        }

        void run(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            List<Line<T>> batch = new ArrayList<>();
            int size = 0;
            for (long number = 1; readLine(in, bytes); number++) {
                if (bytes.size() > 0) {
                    batch.add(parse(number, bytes));
                    size += bytes.size();
                }
                if (batch.size() >= LINES_AT_ONCE || size >= BYTES_AT_ONCE) {
                    answer(batch);
                    size = 0;
                }
            }
            answer(batch);
        }

        private Line<T> parse(long number, ByteArrayOutputStream bytes) {
            if (bytes.size() > LONGEST_LINE) {
                return refused(number, "is longer than " + LONGEST_LINE + " bytes");
            }
            try {
                T input = json.readValue(bytes.toByteArray(), type);
                return input == null
                        ? refused(number, "is null; expected a JSON object")
                        : new Line<>(number, input, null);
            } catch (IOException e) {
                return new Line<>(number, null, BatchFault.of(e).orElse(NOT_DONE));
            }
        }

        private Line<T> refused(long number, String message) {
            return new Line<>(number, null, List.of(new FieldError("line", message)));
        }

        private void answer(List<Line<T>> batch) throws IOException {
            for (Result result : results(batch)) {
                output.write(json.writeValueAsBytes(result));
                output.write('\n');
            }
            output.flush();
            batch.clear();
        }

        private List<Result> results(List<Line<T>> batch) {
            if (!broken) {
                try {
                    return QuarkusTransaction.requiringNew()
                            .call(() -> batch.stream().map(this::done).toList());
                } catch (RuntimeException one) {
                    // Whose fault it is shows when each has a transaction of its own.
                }
            }
            return batch.stream().map(this::alone).toList();
        }

        private Result done(Line<T> line) {
            return line.input() == null
                    ? line.refused()
                    : new Result(line.number(), "ok", work.apply(line.input()), null);
        }

        private Result alone(Line<T> line) {
            if (broken && line.input() != null) {
                return new Result(line.number(), "failed", null, NOT_DONE);
            }
            try {
                return QuarkusTransaction.requiringNew().call(() -> done(line));
            } catch (RuntimeException e) {
                return BatchFault.of(e)
                        .map(errors -> new Result(line.number(), "refused", null, errors))
                        .orElseGet(() -> {
                            broken = true;
                            LOG.errorf(e, "line %d of a bulk request failed, and the rest with it", line.number());
                            return new Result(line.number(), "failed", null, NOT_DONE);
                        });
            }
        }
    }

    /** Reads a line without its end; of a line that is too long, only as much as shows that. */
    private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        line.reset();
        int read = in.read();
        if (read < 0) {
            return false;
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (line.size() <= LONGEST_LINE && read != '\r') {
                line.write(read);
            }
        }
        return true;
    }
}
