package dev.earsight.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.EarsightException;
import dev.earsight.clip.SyntheticClips;
import dev.earsight.loss.Loss;
import dev.earsight.net.Model;
import dev.earsight.ranks.Ranks;
import dev.earsight.ranks.Rendezvous;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One of two processes that train together is killed or falls silent. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent with kill")
@Timeout(120)
class LostRankTest {
    private static final SyntheticClips CLIPS = Tiny.clips(8, 4, 1);
    /** For the one that falls silent: longer than a busy machine holds up one that lives. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    /** For the one that is killed: a silence is not what it is to be noticed by. */
    private static final Duration NEVER = Duration.ofSeconds(100);

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theOthersEndAndSayWhichAndTheRunGoesOn() throws Exception {
        Process first = rank(0, 0, NEVER);
        BufferedReader output = reader(first);
        Process second = rank(1, Integer.parseInt(output.readLine()), NEVER);
        awaitStep(output, 5); // the checkpoint of step 4 is written
        second.destroyForcibly();
        assertEnds(first, output, "Rank 1 (", ", process " + second.pid() + ") has ended.");

        try (TrainingRun run = new TrainingRun(folder, config(12), CLIPS, CLIPS, Map.of())) {
            assertThat(run.resumed()).isTrue();
            long from = run.trainer().steps();
            assertThat(from).isPositive().isLessThan(12);
            run.run(List.of());
            assertThat(run.trainer().steps()).isEqualTo(12);
        }
    }

    @Test
    void aSilentOneIsNotWaitedForAndEndsWhenItWakes() throws Exception {
        Process first = rank(0, 0, LONGEST_SILENCE);
        BufferedReader output = reader(first);
        Process second = rank(1, Integer.parseInt(output.readLine()), LONGEST_SILENCE);
        awaitStep(output, 1);
        signal("STOP", second);
        assertEnds(first, output, "Rank 1 (", "has not been heard of for 10 seconds.");
        signal("CONT", second);
        assertEnds(second, reader(second), "Rank 0", "has ended.");
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitStep(BufferedReader output, int step) throws IOException {
        String line = output.readLine();
        while (line != null && !line.equals("step " + step)) {
            line = output.readLine();
        }
        assertThat(line).as("it ended before step " + step).isNotNull();
    }

    private static void assertEnds(Process process, BufferedReader output, String... words) throws Exception {
        String rest = String.join("\n", output.readAllLines());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(rest).contains(words).contains("The same command goes on from the last validation");
    }

    private static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private Process rank(int rank, int port, Duration longestSilence) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                LostRankTest.class.getName(),
                Integer.toString(rank),
                Integer.toString(port),
                folder.toString(),
                longestSilence.toString());
        builder.environment().put("TORCH_CPP_LOG_LEVEL", "ERROR"); // as the launcher does
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        return process;
    }

    private static TrainConfig config(long steps) {
        return Tiny.config(Model.AVE, Loss.INFO_NCE, steps, "loader-threads=1");
    }

    /** A rank that trains for longer than anyone waits; prints the port and each step, and at last why it ends. */
    public static void main(String[] arguments) {
        int rank = Integer.parseInt(arguments[0]);
        Duration longestSilence = Duration.parse(arguments[3]);
        try (Rendezvous rendezvous =
                Rendezvous.open("127.0.0.1", Integer.parseInt(arguments[1]), rank, 2, longestSilence, reason -> {
                    System.out.println(reason);
                    Runtime.getRuntime().halt(1);
                })) {
            System.out.println(rendezvous.port());
            try (Ranks ranks = rendezvous.join("");
                    TrainingRun run =
                            new TrainingRun(Path.of(arguments[2]), config(1_000_000), CLIPS, CLIPS, Map.of(), ranks)) {
                run.run(List.of(new TrainingListener() {
                    @Override
                    public void afterStep(Step taken) {
                        System.out.println("step " + taken.step());
                    }
                }));
            }
        } catch (EarsightException lost) {
            System.out.println(lost.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }
}
