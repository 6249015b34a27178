package dev.earsight.bench;

import dev.earsight.library.EmbedderOpener;
import dev.earsight.serve.EarsightServer;
import dev.earsight.serve.Limits;
import dev.earsight.serve.ServeOptions;
import dev.earsight.shard.FlowEstimator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server under load, in a process of its own; prints its port and ends with its parent's {@code destroy}. */
final class LoadedServer {
    private LoadedServer() {}

    public static void main(String[] arguments) {
        EarsightServer server = EarsightServer.start(
                new ServeOptions(
                        List.of(Path.of(arguments[0])),
                        Optional.empty(),
                        List.of(),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Path.of(arguments[1]),
                        EmbedderOpener.Still.class,
                        patientFor(Duration.ofSeconds(10))),
                _ -> FlowEstimator.none(),
                System.err::println);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        System.out.println(server.port());
    }

    /** The usual limits, but slow senders are given up on within the measurement. */
    private static Limits patientFor(Duration uploadTime) {
        Limits usual = Limits.USUAL;
        return new Limits(
                usual.uploadBytes(),
                uploadTime,
                usual.durationSeconds(),
                usual.pixels(),
                usual.decodeTime(),
                usual.jobTime(),
                usual.answerAtOnceSeconds(),
                usual.workers(),
                usual.waiting(),
                usual.uploads(),
                usual.live(),
                usual.grace());
    }
}
