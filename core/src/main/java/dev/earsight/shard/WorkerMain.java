package dev.earsight.shard;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The process that decodes: reads {@link DecodeJob}s from standard input, one JSON object per line, and answers each with
 * {@link WorkerMessage}s. It ends at once when its standard input does, so that nothing is left over when the parent is
 * killed; Ctrl-C at the terminal reaches it too and is left to the parent to act on.
 */
final class WorkerMain {
    private WorkerMain() {}

    /** @param arguments the class name of the {@link SourceDecoder.Opener} */
    public static void main(String[] arguments) throws Exception {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err); // a library that prints must not break into the answers
        BlockingQueue<String> jobs = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("jobs").start(() -> readJobs(jobs));
        SourceDecoder.Opener opener = (SourceDecoder.Opener)
                Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        say(answers, new WorkerMessage.Ready());
        while (true) {
            DecodeJob job = Json.LINE.readValue(jobs.take(), DecodeJob.class);
            say(answers, answer(opener, job, answers));
        }
    }

    private static WorkerMessage answer(SourceDecoder.Opener opener, DecodeJob job, PrintStream answers) {
        try {
            return new WorkerMessage.Done(
                    PartMaker.make(opener, job, seconds -> say(answers, new WorkerMessage.Progress(seconds))));
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
        Runtime.getRuntime().halt(0);
    }
}
