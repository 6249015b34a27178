package dev.earsight.resume;

import dev.earsight.EarsightException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Works in a child JVM ({@link WorkerTask}), so that a decoder that hangs or takes its process down costs one file and no more: the child is
 * ended, the file reported, and the next job starts a new child.
 */
public final class WorkerProcess<J, R> implements Worker<J, R> {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    /** Ended by SIGINT, SIGKILL or SIGTERM: somebody else's doing, not the file's. */
    private static final Set<Integer> ENDED_FROM_OUTSIDE = Set.of(128 + 2, 128 + 9, 128 + 15);

    private static final int ERROR_TAIL_CHARACTERS = 2000;

    private final List<String> task;
    private final Class<R> answerType;
    private final Function<J, Duration> limits;
    private final IntConsumer progress;
    private Optional<Child> child = Optional.empty();
    private volatile boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param arguments what the task's constructor takes
     * @param limits how long a child may bring nothing before it is ended, for each job
     */
    public WorkerProcess(
            Class<? extends WorkerTask<J, R>> task,
            List<String> arguments,
            Class<R> answerType,
            Function<J, Duration> limits) {
        this(task, arguments, answerType, limits, _ -> {});
    }

    /** As above; {@code progress} is told how many seconds of the file under way are done. */
    public WorkerProcess(
            Class<? extends WorkerTask<J, R>> task,
            List<String> arguments,
            Class<R> answerType,
            Function<J, Duration> limits,
            IntConsumer progress) {
        this.task = Stream.concat(Stream.of(task.getName()), arguments.stream()).toList();
        this.answerType = answerType;
        this.limits = limits;
        this.progress = progress;
    }

    /** For a plan. */
    public static <J extends FileJob, R> WorkerProcess<J, R> of(WorkerPlan<J, R> plan, IntConsumer progress) {
        List<String> arguments = Stream.concat(
                        plan.files().stream().map(file -> file.toAbsolutePath().toString()), plan.arguments().stream())
                .toList();
        return new WorkerProcess<>(plan.task(), arguments, plan.answerType(), _ -> plan.limit(), progress);
    }

    /**
     * Starts the child now and waits until it is ready. The first child of a machine unpacks the native libraries, and two
     * that do so at the same moment break each other: let one be ready before the others start.
     */
    @Override
    public synchronized void start() throws InterruptedException {
        if (child.isEmpty() && !closed) {
            child = Optional.of(new Child(task));
            Optional<WorkerMessage> first = child.get().next(START_LIMIT);
            if (!(first.orElse(null) instanceof WorkerMessage.Ready)) {
                String tail = child.get().errorTail();
                endChild();
                throw new EarsightException("The worker process did not start; it said: " + tail);
            }
        }
    }

    @Override
    public R answer(J job) throws UnusableSourceException, IOException, InterruptedException {
        try {
            return answerOnce(job);
        } catch (EndedFromOutside e) {
            return answerAgain(job);
        }
    }

    private R answerAgain(J job) throws UnusableSourceException, IOException, InterruptedException {
        try {
            return answerOnce(job);
        } catch (EndedFromOutside e) {
            throw new UnusableSourceException(SkipReason.CRASHED, "its decoder was killed twice; out of memory?");
        }
    }

    private R answerOnce(J job) throws UnusableSourceException, IOException, InterruptedException, EndedFromOutside {
        start();
        Duration limit = limits.apply(job);
        Child running = child.orElseThrow(() -> new InterruptedException("closed"));
        try {
            running.ask(job);
        } catch (IOException e) {
            // The child died while idle; what it says below tells why.
        }
        while (true) {
            Optional<WorkerMessage> message = running.next(limit);
            if (closed) {
                throw new InterruptedException("closed");
            }
            if (message.isEmpty() && running.process.isAlive() && !running.ended()) {
                endChild();
                throw new UnusableSourceException(
                        SkipReason.TIMED_OUT, "its decoder brought nothing more for " + limit.toSeconds() + " s");
            }
            if (message.isEmpty()) {
                int code = running.process.waitFor();
                String tail = running.errorTail();
                endChild();
                if (ENDED_FROM_OUTSIDE.contains(code)) {
                    throw new EndedFromOutside();
                }
                throw new UnusableSourceException(
                        SkipReason.CRASHED, "its decoder ended with code " + code + lastLine(tail));
            }
            switch (message.get()) {
                case WorkerMessage.Done done -> {
                    return Json.LINE.treeToValue(done.answer(), answerType);
                }
                case WorkerMessage.Unusable unusable ->
                    throw new UnusableSourceException(unusable.reason(), unusable.detail());
                case WorkerMessage.Broken broken -> throw new IOException(broken.detail());
                case WorkerMessage.Progress done -> progress.accept(done.seconds());
                case WorkerMessage.Ready _ -> {}
            }
        }
    }

    /** Ends the child; a job under way ends with an {@link InterruptedException}. */
    @Override
    public void close() {
        closed = true;
        endChild();
    }

    /** Kills the process and waits until it is gone, so that none is left when preparing ends. */
    private synchronized void endChild() {
        child.ifPresent(running -> running.process.destroyForcibly().onExit().join());
        child = Optional.empty();
    }

    /** Where this program's classes are; on a machine that was sent them that is known to their loader alone. */
    private static String classPath() {
        String known = System.getProperty("java.class.path");
        return WorkerProcess.class.getClassLoader() instanceof URLClassLoader sent
                ? Stream.concat(
                                Arrays.stream(sent.getURLs())
                                        .map(url -> Path.of(URI.create(url.toString()))
                                                .toString()),
                                Stream.of(known))
                        .collect(Collectors.joining(File.pathSeparator))
                : known;
    }

    private static String lastLine(String text) {
        String line = text.strip();
        line = line.substring(line.lastIndexOf('\n') + 1);
        return line.isEmpty() ? "" : ": " + line;
    }

    private static final class EndedFromOutside extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static final class Child {
        final Process process;
        private final OutputStream jobs;
        private final BlockingQueue<Optional<WorkerMessage>> messages = new LinkedBlockingQueue<>();
        private final StringBuilder errors = new StringBuilder();
        private volatile boolean ended;

        Child(List<String> task) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(List.of(
                    java,
                    "-Xmx384m",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Djava.awt.headless=true"));
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith("earsight."))
                    .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
            command.addAll(List.of("-cp", classPath(), WorkerMain.class.getName()));
            command.addAll(task);
            ProcessBuilder builder = new ProcessBuilder(command);
            // There is a worker for each core; threads of the engine's own would only wait for each other, spinning.
            builder.environment().put("OPENBLAS_NUM_THREADS", "1");
            builder.environment().put("OMP_NUM_THREADS", "1");
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new EarsightException("The worker process cannot be started: " + e.getMessage(), e);
            }
            jobs = process.getOutputStream();
            Thread.ofVirtual().start(this::readMessages);
            Thread.ofVirtual().start(this::readErrors);
        }

        void ask(Object job) throws IOException {
            jobs.write((Json.LINE.writeValueAsString(job) + "\n").getBytes(StandardCharsets.UTF_8));
            jobs.flush();
        }

        /** The next message; empty where none came in time or the child has ended. */
        Optional<WorkerMessage> next(Duration limit) throws InterruptedException {
            Optional<WorkerMessage> message = messages.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            return message == null ? Optional.empty() : message;
        }

        boolean ended() {
            return ended;
        }

        String errorTail() {
            synchronized (errors) {
                return errors.toString();
            }
        }

        private void readMessages() {
            try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    messages.add(Optional.of(Json.LINE.readValue(line, WorkerMessage.class)));
                }
            } catch (IOException e) {
                // Ended while reading: as good as the end.
            }
            ended = true;
            messages.add(Optional.empty());
        }

        private void readErrors() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    synchronized (errors) {
                        errors.append(line).append('\n');
                        errors.delete(0, Math.max(0, errors.length() - ERROR_TAIL_CHARACTERS));
                    }
                }
            } catch (IOException e) {
                // Ended while reading: as good as the end.
            }
        }
    }
}
