package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.embed.Embedder;
import dev.earsight.media.VideoFrame;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.train.TrainingRun;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code earsight embed}. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Turns videos, sounds and pictures into vectors with times, for search and other tools.",
            "",
            "Vectors of pictures and of sounds lie in one space: what belongs together lies close. Every hop gives one of the "
                    + "picture and one of the second of sound around it. Needs a run of --model ave (or l3)."
        },
        footer = {
            "",
            "vectors.jsonl, one object per line: file, kind (picture or sound), start_seconds, end_seconds, vector.",
            "vectors.npz, for numpy.load: vectors (N, D) float32; kind, file, start_seconds, end_seconds (N). Holds all in "
                    + "memory until the end; jsonl does not."
        })
final class EmbedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Videos, sounds, pictures.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--run",
            required = true,
            description = "A training run of --model ave, or one of its .safetensors files.")
    private Path run = Path.of(".");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "vectors.npz or vectors.jsonl (default: jsonl on standard output).")
    private @Nullable Path out;

    @Option(
            names = "--hop",
            paramLabel = "SECONDS",
            description = "Time from one vector to the next, in whole frames of 0.04 s (default: ${DEFAULT-VALUE}).")
    private double hopSeconds = 1;

    @Override
    public Integer call() {
        double frames = Math.rint(hopSeconds * VideoFrame.PER_SECOND);
        if (!(frames >= 1 && frames <= 1e6)) {
            throw new EarsightException("--hop must be at least 0.04 seconds, a frame: " + hopSeconds);
        }
        if (out != null) {
            Inputs.requireFree(out, inputs);
        }
        try (TrainedNetwork network = TrainedNetwork.load(TrainingRun.bestCheckpoint(run));
                FlowEstimator flow = FlowMethod.whileWatching(network)) {
            Embedder embedder = new Embedder(network, flow);
            int code;
            try (VectorSink sink = VectorSink.to(out)) {
                code = Inputs.forEach(inputs, file -> {
                    try (MediaProgress progress = new MediaProgress("Embedding " + file.getFileName(), file)) {
                        embedder.embed(file, (int) frames, embedding -> {
                            sink.accept(file, embedding);
                            progress.at(embedding.endSeconds());
                        });
                    }
                });
                if (out != null && code != 1) {
                    System.out.printf("%s: %,d vectors.%n", out, sink.finish());
                }
            } catch (CancellationException e) {
                throw new EarsightException("Standard output was closed before all vectors were written.", e);
            }
            return code;
        }
    }
}
