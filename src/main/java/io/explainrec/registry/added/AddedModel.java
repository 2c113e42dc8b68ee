package io.explainrec.registry.added;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.explainrec.ml.weights.ModelHash;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is known of an added model; kept beside its files.
 *
 * @param format of this description
 * @param source where it came from: a path, or an id at Hugging Face
 * @param licence as its files state it; null where they do not
 * @param shape of the model, in words
 * @param addedAt ISO 8601, UTC
 */
@JsonPropertyOrder({"format", "name", "source", "licence", "shape", "addedAt", "files"})
public record AddedModel(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String source,
        String licence,
        String shape,
        String addedAt,
        @JsonProperty(required = true) List<StoredFile> files) {
    static final int FORMAT = 1;

    /** One file. */
    public record StoredFile(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) long bytes,
            @JsonProperty(required = true) String sha256) {}

    AddedModel with(List<StoredFile> stored) {
        return new AddedModel(format, name, source, licence, shape, addedAt, List.copyOf(stored));
    }

    /** What {@link ModelHash#ofModel} gives of its files, without reading them. */
    public String hash() {
        return files.size() == 1
                ? files.getFirst().sha256()
                : ModelHash.ofList(files.stream().collect(Collectors.toMap(StoredFile::name, StoredFile::sha256)));
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }
}
