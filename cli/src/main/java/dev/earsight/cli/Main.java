package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.resume.ProcessExit;
import dev.earsight.tensor.Device;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code earsight VERB ...}. */
@Command(
        name = "earsight",
        mixinStandardHelpOptions = true,
        version = "earsight 0.1.0",
        description = {
            "Learns from unlabelled videos which things make which sounds, and shows where.",
            "",
            "Start with: earsight demo",
            "Your own videos: earsight prepare VIDEOS --out DATA; earsight train --data DATA --out RUN; "
                    + "earsight localize --run RUN INPUT.mp4 --out OUT.mp4"
        },
        subcommands = {
            DemoCommand.class,
            SceneCommand.class,
            PrepareCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            EmbedCommand.class,
            IndexCommand.class,
            SearchCommand.class,
            SimilarCommand.class,
            LocalizeCommand.class,
            ListenCommand.class,
            FuseCommand.class,
            DiagnoseCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            ServeCommand.class,
            ExperimentsCommand.class,
            WarmUpCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it could not be done; the message says what to change",
            "2:the command was not understood",
            "5:done, but some files could not be used; they are listed",
            "6:done, and `evaluate --check-splits` found overlaps"
        })
public final class Main {
    /** Done, though some of the user's files could not be used. */
    static final int SOME_SKIPPED = 5;

    /** Splits were compared and something is in two of them. */
    static final int OVERLAP = 6;

    /** Ended by Ctrl-C, as shells have it. */
    private static final int CUT_OFF = 130;

    private static volatile Duration stopLimit = Duration.ofSeconds(10);

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace when something fails.")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--device",
            scope = ScopeType.INHERIT,
            paramLabel = "cpu|cuda[:N]",
            description =
                    "Where networks are computed (default: cpu). A GPU needs a build with EARSIGHT_PROFILES=cuda.")
    private void device(String name) { // before anything loads the engine, which asks for it
        if (!name.matches("cpu|cuda(:[0-9]{1,2})?")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--device is cpu, cuda or cuda:N, not " + name + ".");
        }
        System.setProperty(Device.PROPERTY, name);
    }

    private Main() {}

    /** Runs a verb and exits with its code. */
    public static void main(String[] arguments) {
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(stopping(Thread.currentThread(), done));
        int code;
        try {
            code = run(arguments);
        } finally {
            done.countDown();
        }
        System.exit(code);
    }

    /** How long the verb under way may take to stop after Ctrl-C. */
    static void stopLimit(Duration limit) {
        stopLimit = limit;
    }

    /**
     * After Ctrl-C the verb is asked to stop and waited for: the process would otherwise take the engine's memory away while
     * the engine still computes, and crash.
     */
    private static Thread stopping(Thread verb, CountDownLatch done) {
        return new Thread(
                () -> {
                    if (done.getCount() == 0) {
                        return;
                    }
                    verb.interrupt();
                    try {
                        if (!done.await(stopLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                            System.err.println("earsight: what was under way did not stop in time and is cut off.");
                            ProcessExit.atOnce(CUT_OFF);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stopping");
    }

    /** Runs a verb and answers its exit code. */
    public static int run(String... arguments) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> main.failed(exception, command.getErr()));
        try {
            return commandLine.execute(arguments);
        } catch (ExceptionInInitializerError failure) {
            // The engine is loaded by the first class that needs it.
            if (failure.getCause() instanceof EarsightException cause) {
                return main.failed(cause, commandLine.getErr());
            }
            throw failure;
        }
    }

    private int failed(Exception exception, PrintWriter err) {
        err.println("earsight: " + inWords(exception));
        if (verbose || !(exception instanceof EarsightException)) {
            exception.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String inWords(Exception exception) {
        if (exception instanceof EarsightException) {
            return String.valueOf(exception.getMessage());
        }
        if (exception instanceof UncheckedIOException) {
            return "reading or writing a file failed: " + exception.getMessage();
        }
        return "this should not have happened; please report it with the lines below.";
    }
}
