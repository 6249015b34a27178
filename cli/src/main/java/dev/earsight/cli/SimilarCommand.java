package dev.earsight.cli;

import dev.earsight.leakage.Kind;
import dev.earsight.library.NearDuplicates;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code earsight similar}. */
@Command(
        name = "similar",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds copies and near-duplicates: of FILE in an index, or all pairs in it.",
            "",
            "What counts: pictures whose "
                    + "perceptual hashes differ in at most 6 of 64 bits, or sounds whose fingerprints differ in at most 22 %% of "
                    + "their bits over a stretch. Copies that were encoded anew, scaled, made louder or cut are found; those "
                    + "mirrored, turned or played at another speed are not. Files are decoded once for it; FILE is compared with those "
                    + "whose vectors are nearest. Nothing is deleted."
        })
final class SimilarCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A picture, a sound or a video (default: every indexed one).")
    private @Nullable Path file;

    @Option(
            names = "--index",
            paramLabel = "INDEX",
            required = true,
            description = "The index, made by 'earsight index'.")
    private Path index = Path.of(".");

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Option(names = "--run", description = "Where the network is, if no longer where it was when the index was made.")
    private @Nullable Path run;

    @Override
    public Integer call() {
        Path one = file;
        try (Searched searched = new Searched(index, run)) {
            NearDuplicates duplicates = new NearDuplicates(searched.library());
            List<NearDuplicates.Pair> pairs = one == null
                    ? all(duplicates, searched.library().counts().indexed())
                    : duplicates.of(one, searched.vectors(one, OptionalDouble.empty()));
            System.out.print(json ? inJson(pairs) : inWords(pairs));
            return 0;
        }
    }

    private static List<NearDuplicates.Pair> all(NearDuplicates duplicates, int files) {
        try (Progress progress = new Progress("Reading", files, " files")) {
            return duplicates.all(done -> progress.at(done, ""));
        }
    }

    private static String inWords(List<NearDuplicates.Pair> pairs) {
        StringBuilder text = new StringBuilder();
        for (NearDuplicates.Pair pair : pairs) {
            text.append(String.format(Locale.ROOT, "%-22s %s  %s%n", difference(pair), pair.first(), pair.second()));
        }
        return text.isEmpty() ? "No copies found.\n" : text.toString();
    }

    private static String difference(NearDuplicates.Pair pair) {
        return pair.kind() == Kind.FILE
                ? "the same bytes"
                : pair.kind() == Kind.PICTURE
                        ? String.format(Locale.ROOT, "picture, %.0f of 64 bits", pair.distance())
                        : String.format(Locale.ROOT, "sound, %.0f %% of bits", 100 * pair.distance());
    }

    private static String inJson(List<NearDuplicates.Pair> pairs) {
        List<Map<String, Object>> objects = pairs.stream()
                .map(pair -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("kind", pair.kind().label());
                    object.put("distance", pair.distance());
                    object.put("first", pair.first().toString());
                    object.put("second", pair.second().toString());
                    return object;
                })
                .toList();
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(Map.of("pairs", objects))
                + "\n";
    }
}
