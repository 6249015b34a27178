package dev.earsight.resume;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The process below a {@link WorkerProcess}: reads jobs from standard input, one JSON object per line, and answers each with
 * {@link WorkerMessage}s. It ends at once when its standard input does, so that nothing is left over when the parent is
 * killed; Ctrl-C at the terminal reaches it too and is left to the parent to act on.
 */
final class WorkerMain {
    private WorkerMain() {}

    /** @param arguments the class name of the {@link WorkerTask}, and what its constructor takes */
    public static void main(String[] arguments) throws Exception {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err); // a library that prints must not break into the answers
        BlockingQueue<String> jobs = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("jobs").start(() -> readJobs(jobs));
        Class<?>[] types = new Class<?>[arguments.length - 1];
        Arrays.fill(types, String.class);
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor(types);
        constructor.setAccessible(true); // tasks are their room's own business
        WorkerTask<?, ?> task = (WorkerTask<?, ?>)
                constructor.newInstance((Object[]) Arrays.copyOfRange(arguments, 1, arguments.length));
        say(answers, new WorkerMessage.Ready());
        while (true) {
            say(answers, answer(task, jobs.take(), answers));
        }
    }

    private static <J, R> WorkerMessage answer(WorkerTask<J, R> task, String job, PrintStream answers) {
        try {
            R answer = task.answer(
                    Json.LINE.readValue(job, task.jobType()),
                    seconds -> say(answers, new WorkerMessage.Progress(seconds)));
            return new WorkerMessage.Done(Json.LINE.valueToTree(answer));
        } catch (UnusableSourceException e) {
            return new WorkerMessage.Unusable(e.reason(), e.detail());
        } catch (IOException e) {
            return new WorkerMessage.Broken(e.toString());
        }
    }

    private static void say(PrintStream answers, WorkerMessage message) {
        answers.println(Json.LINE.writeValueAsString(message));
    }

    private static void readJobs(BlockingQueue<String> jobs) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                jobs.add(line);
            }
        } catch (IOException e) {
            // The parent is gone just as at the end of the stream.
        }
        ProcessExit.atOnce(0);
    }
}
