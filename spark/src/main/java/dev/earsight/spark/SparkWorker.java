package dev.earsight.spark;

import dev.earsight.EarsightException;
import dev.earsight.resume.FileJob;
import dev.earsight.resume.Json;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.Worker;
import dev.earsight.resume.WorkerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Has each job done by whichever executor is free; asks on the machine that writes the results. */
final class SparkWorker<J extends FileJob, R> implements Worker<J, R> {
    private final WorkerPlan<J, R> plan;
    private final SparkFleet fleet;

    SparkWorker(WorkerPlan<J, R> plan, SparkFleet fleet) {
        this.plan = plan;
        this.fleet = fleet;
    }

    @Override
    public R answer(J job) throws UnusableSourceException, IOException, InterruptedException {
        String source = job.reads().getFirst();
        return switch (fleet.run(FileTask.of(plan, job, fleet.staging()), FileTask::outcome, source)) {
            case Outcome.Unusable unusable -> throw new UnusableSourceException(unusable.reason(), unusable.detail());
            case Outcome.Unseen unseen -> throw unseen(unseen, source);
            case Outcome.Done done -> {
                for (String file : done.written()) {
                    take(Path.of(file), done.host());
                }
                yield Json.LINE.readValue(done.answer(), plan.answerType());
            }
        };
    }

    private void take(Path file, String host) throws IOException {
        if (!fleet.staging().isEmpty()) {
            String staged = fleet.staging() + "/" + file.getFileName();
            Files.deleteIfExists(file);
            fleet.places().fetch(staged, file);
            fleet.places().delete(staged);
        } else if (!Files.exists(file)) {
            throw new EarsightException(
                    host + " wrote " + file + ", which is not there on this machine: the folder is not shared; "
                            + "mount it on all machines, or give with --spark-staging a folder that all see, such as "
                            + "hdfs://NAMENODE/tmp/earsight.");
        }
    }

    private static UnusableSourceException unseen(Outcome.Unseen unseen, String source) {
        if (!Files.exists(Path.of(unseen.path()))) {
            return new UnusableSourceException(SkipReason.UNREADABLE, "it is gone");
        }
        throw new EarsightException(
                unseen.path() + " cannot be seen on " + unseen.host() + ", where Spark works on " + source
                        + "; mount it there under the same path, or use a Hadoop file system: for the media hdfs://..., for results "
                        + "--spark-staging hdfs://...");
    }

    @Override
    public void close() {}
}
