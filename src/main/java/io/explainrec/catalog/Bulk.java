package io.explainrec.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.explainrec.platform.problem.FieldError;
import io.explainrec.platform.problem.RequestException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Many things in one body, one JSON object a line; answered line by line, and a bad line never stops the others. */
@ApplicationScoped
class Bulk {
    static final String NDJSON = "application/x-ndjson";
    private static final int LONGEST_LINE = 1_000_000;

    private final ObjectMapper json;

    Bulk(ObjectMapper json) {
        this.json = json;
    }

    /** What became of a line, counted from 1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(long line, String status, UUID id, List<FieldError> errors) {}

    /** Does the work for each line as it comes in, and answers each as it is done. */
    <T> StreamingOutput each(InputStream lines, Class<T> type, Function<T, UUID> work) {
        return output -> {
            InputStream in = new BufferedInputStream(lines);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (long number = 1; readLine(in, line); number++) {
                if (line.size() > 0) {
                    output.write(json.writeValueAsBytes(result(number, line, type, work)));
                    output.write('\n');
                }
            }
        };
    }

    private <T> Result result(long number, ByteArrayOutputStream line, Class<T> type, Function<T, UUID> work) {
        if (line.size() > LONGEST_LINE) {
            return refused(number, List.of(new FieldError("line", "is longer than " + LONGEST_LINE + " bytes")));
        }
        try {
            T input = json.readValue(line.toByteArray(), type);
            if (input == null) {
                return refused(number, List.of(new FieldError("line", "is null; expected a JSON object")));
            }
            return new Result(number, "ok", work.apply(input), null);
        } catch (RequestException e) {
            return refused(number, e.errors().isEmpty() ? List.of(new FieldError("line", e.getMessage())) : e.errors());
        } catch (UnrecognizedPropertyException e) {
            return refused(
                    number,
                    List.of(new FieldError(
                            e.getPropertyName(),
                            "is not a field of this input; the fields are " + e.getKnownPropertyIds())));
        } catch (JsonProcessingException e) {
            return refused(
                    number,
                    List.of(new FieldError("line", "is not a JSON object of this kind: " + e.getOriginalMessage())));
        } catch (IOException e) {
            return refused(number, List.of(new FieldError("line", "is not valid UTF-8")));
        }
    }

    private static Result refused(long number, List<FieldError> errors) {
        return new Result(number, "refused", null, errors);
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
