package dev.earsight.spark;

import dev.earsight.resume.FileJob;
import dev.earsight.resume.Worker;
import dev.earsight.resume.WorkerPlan;
import dev.earsight.resume.WorkerProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The worker processes of an executor, kept from task to task: as many as it has cores, each with the network loaded once. They end
 * with it, however it ends, as their standard input does.
 */
final class ExecutorWorkers {
    private static final Map<WorkerPlan<?, ?>, Deque<Worker<?, ?>>> IDLE = new HashMap<>();

    private ExecutorWorkers() {}

    /** One that nobody else has until it is given back. */
    @SuppressWarnings("unchecked") // of the same plan
    static <J extends FileJob, R> Worker<J, R> take(WorkerPlan<J, R> plan) throws IOException, InterruptedException {
        synchronized (IDLE) {
            Deque<Worker<?, ?>> idle = IDLE.get(plan);
            if (idle != null && !idle.isEmpty()) {
                return (Worker<J, R>) idle.pop();
            }
        }
        Worker<J, R> fresh = WorkerProcess.of(plan, _ -> {});
        startAlone(fresh);
        return fresh;
    }

    static void giveBack(WorkerPlan<?, ?> plan, Worker<?, ?> worker) {
        synchronized (IDLE) {
            IDLE.computeIfAbsent(plan, _ -> new ArrayDeque<>()).push(worker);
        }
    }

    /** Ends those at rest, where this process is an executor that outlives its application. */
    static void end() {
        synchronized (IDLE) {
            IDLE.values().forEach(idle -> idle.forEach(Worker::close));
            IDLE.clear();
        }
    }

    /** Two processes that unpack the native libraries at the same moment break each other, and a machine may have many executors. */
    private static synchronized void startAlone(Worker<?, ?> worker) throws IOException, InterruptedException {
        Path turn = Path.of(
                System.getProperty("java.io.tmpdir"), "earsight-start-" + System.getProperty("user.name") + ".lock");
        try (FileChannel channel = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            worker.start();
        }
    }
}
