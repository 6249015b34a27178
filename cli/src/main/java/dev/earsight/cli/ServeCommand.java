package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.motion.DisFlow;
import dev.earsight.serve.EarsightServer;
import dev.earsight.serve.Limits;
import dev.earsight.serve.ServeOptions;
import dev.earsight.shard.FlowEstimator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code earsight serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Answers over HTTP: where a sound comes from, pictures by sound, sounds by picture; with a page for people.",
            "",
            "A network of --model avol says where, one of --model ave searches: give --run once or twice. Without --bind only "
                    + "this machine reaches it. Ctrl-C finishes what was accepted and stops."
        },
        footer = {
            "",
            "Try it:",
            "  earsight serve --run demo                              # then open http://localhost:8080",
            "  earsight serve --run AVOL --run AVE --index INDEX --media ~/Videos",
            "  curl -F image=@PICTURE.jpg -F sound=@SOUND.wav localhost:8080/v1/localize",
            "  curl -F video=@VIDEO.mp4 -H 'Accept: video/mp4' -o OUT.mp4 localhost:8080/v1/localize",
            "  curl localhost:8080/openapi.yaml                       # everything else it answers"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--run",
            paramLabel = "RUN",
            required = true,
            description = "A training run, one of its .safetensors files, or a folder of runs such as the demo's.")
    private List<Path> runs = List.of();

    @Option(names = "--index", paramLabel = "INDEX", description = "What to search: a folder made by 'earsight index'.")
    private @Nullable Path index;

    @Option(
            names = "--media",
            paramLabel = "DIR",
            description = "A folder that may be indexed from the page; may be repeated.")
    private List<Path> media = List.of();

    @Option(names = "--port", description = "Where to listen; 0 takes any (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen at; 0.0.0.0 for all of this machine's (default: ${DEFAULT-VALUE}).")
    private String bind = "127.0.0.1";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Ask every client for the token in this file (Authorization: Bearer TOKEN).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "Let the pages of this origin ask, such as https://example.org.")
    private @Nullable String cors;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description =
                    "A name the server is reached by, beside localhost; may be repeated. Others are refused where it "
                            + "listens to this machine alone, or where a name is given.")
    private List<String> hosts = List.of();

    @ArgGroup(validate = false, heading = "%nLimits:%n")
    private Bounds bounds = new Bounds();

    /** What one server takes on. */
    static final class Bounds {
        @Option(names = "--max-upload-mb", description = "Of one request (default: ${DEFAULT-VALUE}).")
        private long uploadMegabytes = Limits.USUAL.uploadBytes() >> 20;

        @Option(names = "--max-upload-seconds", description = "A request's way here (default: ${DEFAULT-VALUE}).")
        private long uploadSeconds = Limits.USUAL.uploadTime().toSeconds();

        @Option(names = "--max-minutes", description = "Length of a video or sound (default: ${DEFAULT-VALUE}).")
        private double minutes = Limits.USUAL.durationSeconds() / 60;

        @Option(names = "--max-megapixels", description = "Size of a picture or video (default: ${DEFAULT-VALUE}).")
        private double megapixels = Limits.USUAL.pixels() / 1e6;

        @Option(
                names = "--max-decode-seconds",
                description = "Work on one file while the client waits (default: ${DEFAULT-VALUE}).")
        private long decodeSeconds = Limits.USUAL.decodeTime().toSeconds();

        @Option(names = "--max-job-minutes", description = "Work on one file in a job (default: ${DEFAULT-VALUE}).")
        private long jobMinutes = Limits.USUAL.jobTime().toMinutes();

        @Option(
                names = "--answer-at-once-seconds",
                description = "Media longer than this become a job (default: ${DEFAULT-VALUE}).")
        private double atOnceSeconds = Limits.USUAL.answerAtOnceSeconds();

        @Option(names = "--workers", description = "Requests worked on at a time (default: ${DEFAULT-VALUE}).")
        private int workers = Limits.USUAL.workers();

        @Option(
                names = "--waiting",
                description =
                        "Requests that wait for a worker; more are told to come again (default: ${DEFAULT-VALUE}).")
        private int waiting = Limits.USUAL.waiting();

        @Option(names = "--max-uploads", description = "Requests arriving at a time (default: ${DEFAULT-VALUE}).")
        private int uploads = Limits.USUAL.uploads();

        @Option(names = "--max-live", description = "Cameras at a time (default: ${DEFAULT-VALUE}).")
        private int live = Limits.USUAL.live();

        @Option(
                names = "--grace-seconds",
                description = "How long accepted work may take after Ctrl-C (default: ${DEFAULT-VALUE}).")
        private long graceSeconds = Limits.USUAL.grace().toSeconds();

        Limits limits() {
            try {
                return new Limits(
                        Math.multiplyExact(uploadMegabytes, 1L << 20),
                        Duration.ofSeconds(uploadSeconds),
                        minutes * 60,
                        Math.round(megapixels * 1e6),
                        Duration.ofSeconds(decodeSeconds),
                        Duration.ofMinutes(jobMinutes),
                        atOnceSeconds,
                        workers,
                        waiting,
                        uploads,
                        live,
                        Duration.ofSeconds(graceSeconds));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new EarsightException(
                        "A limit is too small or too large to work with; see earsight serve --help.", e);
            }
        }
    }

    @Option(
            names = "--temporary-folder",
            paramLabel = "DIR",
            description = "Where uploads lie while they are worked on (default: the system's).")
    private Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    @Override
    public Integer call() throws InterruptedException {
        Limits limits = bounds.limits();
        ServeOptions options = new ServeOptions(
                runs,
                Optional.ofNullable(index),
                media,
                bind,
                port,
                Optional.ofNullable(tokenFile).map(ServeCommand::token),
                Optional.ofNullable(cors),
                hosts,
                temporary,
                IndexCommand.Opener.class,
                limits);
        Main.stopLimit(limits.grace().plusSeconds(10));
        EarsightServer server = EarsightServer.start(
                options,
                network -> network.flowFields() > 0 ? new DisFlow() : FlowEstimator.none(),
                note -> System.err.println("earsight: " + note));
        try {
            System.out.println("http://" + (options.loopbackOnly() ? "localhost" : bind) + ":" + server.port());
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            System.err.println("earsight: finishing what was accepted ...");
        } finally {
            server.stop();
        }
        return 0;
    }

    private static String token(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.length() < 16 || !token.matches("[\\x21-\\x7e]+")) {
                throw new EarsightException(
                        file + " holds no token: one line of at least 16 letters and digits, such as "
                                + "'openssl rand -hex 32' prints.");
            }
            return token;
        } catch (IOException e) {
            throw new EarsightException(file + " cannot be read; give a file with the token.", e);
        }
    }
}
