package dev.earsight.serve;

import dev.earsight.net.NetworkConfig;
import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.TrainingSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** {@code GET /v1/model}: what runs here. */
final class ModelRoute {
    /** The answer. */
    record Description(String version, Capabilities capabilities, List<Network> networks, Bounds limits) {}

    /** What can be asked. */
    record Capabilities(boolean localize, boolean embed, boolean search, boolean live, boolean index) {}

    /** A network. */
    record Network(
            String role,
            String model,
            String run,
            Sizes sizes,
            OptionalDouble visibleFrom,
            Optional<Boolean> visibleFromChosen,
            Map<String, String> provenance,
            Optional<List<RunFiles.Figure>> measures,
            Optional<RunFiles.Curve> curve,
            Optional<List<String>> diagnosis) {}

    /** How large it is. */
    record Sizes(int imageSide, OptionalInt mapSide, int frames, int flowFields, int dimensions, long parameters) {}

    /** What the server takes on. */
    record Bounds(
            long uploadBytes, double durationSeconds, long pixels, double decodeSeconds, double answerAtOnceSeconds) {}

    private final Description description;

    ModelRoute(Networks networks, boolean index, boolean mayIndex, Limits limits) {
        boolean localizes = networks.localizing().isPresent();
        boolean embeds = networks.embedding().isPresent();
        description = new Description(
                "0.1.0",
                new Capabilities(localizes, embeds, embeds && index, localizes, embeds && mayIndex),
                networks.all().stream().map(ModelRoute::network).toList(),
                new Bounds(
                        limits.uploadBytes(),
                        limits.durationSeconds(),
                        limits.pixels(),
                        limits.decodeTime().toMillis() / 1e3,
                        limits.answerAtOnceSeconds()));
    }

    private static Network network(Networks.Loaded loaded) {
        NetworkConfig config = loaded.network().config();
        RunFiles files = new RunFiles(loaded.run());
        return new Network(
                loaded.localizes() ? "localize" : "search",
                Fields.word(loaded.network().model()),
                String.valueOf(loaded.run().toAbsolutePath().normalize().getFileName()),
                new Sizes(
                        config.imageSide(),
                        loaded.localizes() ? OptionalInt.of(config.mapSide()) : OptionalInt.empty(),
                        config.frames(),
                        config.flowFields(),
                        config.embeddingSize(),
                        loaded.network().parameters()),
                loaded.localizes() ? OptionalDouble.of(loaded.visibleFrom()) : OptionalDouble.empty(),
                loaded.localizes() ? Optional.of(loaded.visibleFromChosen()) : Optional.empty(),
                provenance(loaded.network().provenance()),
                files.measures(),
                files.curve(),
                files.diagnosis());
    }

    /** The files it was trained on are told by their number, the run it started from by its name: no path leaves the server. */
    private static Map<String, String> provenance(Map<String, String> of) {
        Map<String, String> told = new TreeMap<>(of);
        TrainingSources.in(of).ifPresent(sources -> {
            told.put("trained-on", sources.trained().size() + " files");
            told.put("chosen-on", sources.chosen().size() + " files");
        });
        told.computeIfPresent(
                Checkpoint.INITIAL_WEIGHTS,
                (_, run) -> Path.of(run).getFileName().toString());
        return told;
    }

    Answer answer() {
        return new Answer.Json(description);
    }
}
