package dev.earsight.resume;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What workers are to do, wherever they are.
 *
 * @param task what is named on a worker process's command line
 * @param jobType what jobs are
 * @param answerType what comes of them
 * @param files that every worker needs, such as a network; the task's constructor takes their paths first
 * @param arguments what its constructor takes after them
 * @param limit how long a job may bring nothing before it is ended
 */
public record WorkerPlan<J extends FileJob, R>(
        Class<? extends WorkerTask<J, R>> task,
        Class<J> jobType,
        Class<R> answerType,
        List<Path> files,
        List<String> arguments,
        Duration limit) {
    /** Keeps its own lists. */
    public WorkerPlan {
        files = List.copyOf(files);
        arguments = List.copyOf(arguments);
    }
}
