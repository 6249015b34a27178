package dev.earsight.weights;

import dev.earsight.EarsightException;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * How another program's network is named, and what its weights do not say of it.
 *
 * @param network settings that no shape tells
 * @param names regular expressions over whole foreign names, and the names here, with {@code $1} for the first group
 * @param ignore regular expressions over whole names of what is not needed
 */
public record ForeignNames(Settings network, Map<Pattern, String> names, List<Pattern> ignore) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * What no shape tells of a network; what is not given is the paper's.
     *
     * @param imageSide see {@link NetworkConfig}, as all of these
     * @param soundPooling 0 for 1
     * @param padding zero unless given
     * @param attentionSharpness 0 is the maximum
     * @param frames 0 for 1
     * @param flowFields 0 is none
     */
    public record Settings(
            int imageSide,
            int soundPooling,
            @Nullable Padding padding,
            double attentionSharpness,
            int frames,
            int flowFields) {
        /** A configuration of these settings and of what shapes tell. */
        NetworkConfig with(List<Integer> widths, int embeddingSize, boolean normalizedEmbedding) {
            return new NetworkConfig(
                    imageSide == 0 ? NetworkConfig.paper().imageSide() : imageSide,
                    widths,
                    embeddingSize,
                    Math.max(1, soundPooling),
                    normalizedEmbedding,
                    padding == null ? Padding.ZERO : padding,
                    attentionSharpness,
                    Math.max(1, frames),
                    flowFields);
        }
    }

    private record Written(
            @Nullable Settings network,
            @Nullable Map<String, String> names,
            @Nullable List<String> ignore) {}

    /** Reads a YAML file of {@code network}, {@code names} and {@code ignore}. */
    public static ForeignNames read(Path file) {
        try {
            Written written = YAML.readValue(Files.readString(file), Written.class);
            if (written.names() == null || written.names().isEmpty()) {
                throw new EarsightException(file + " names no tensors; it needs a map 'names' of theirs to ours.");
            }
            Map<Pattern, String> names = new LinkedHashMap<>();
            written.names().forEach((theirs, ours) -> names.put(Pattern.compile(theirs), ours));
            return new ForeignNames(
                    written.network() == null ? new Settings(0, 0, null, 0, 0, 0) : written.network(),
                    names,
                    written.ignore() == null
                            ? List.of()
                            : written.ignore().stream().map(Pattern::compile).toList());
        } catch (IOException missing) {
            throw new EarsightException("The names in " + file + " cannot be read; check the path.", missing);
        } catch (JacksonException foreign) {
            throw new EarsightException(
                    file + " is not a map of names (" + foreign.getOriginalMessage()
                            + "); 'earsight import --help' shows one.",
                    foreign);
        } catch (PatternSyntaxException broken) {
            throw new EarsightException(
                    file + " holds '" + broken.getPattern() + "', which is no regular expression ("
                            + broken.getDescription() + ").",
                    broken);
        }
    }

    /** What a foreign tensor is called here; empty where no rule is about it. */
    Optional<String> ours(String theirs) {
        return names.entrySet().stream()
                .filter(rule -> rule.getKey().matcher(theirs).matches())
                .findFirst()
                .map(rule -> rule.getKey().matcher(theirs).replaceFirst(rule.getValue()));
    }

    /** Whether a tensor may be left over. */
    boolean ignored(String theirs) {
        return ignore.stream().anyMatch(pattern -> pattern.matcher(theirs).matches());
    }
}
