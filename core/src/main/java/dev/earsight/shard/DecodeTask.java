package dev.earsight.shard;

import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.WorkerPlan;
import dev.earsight.resume.WorkerProcess;
import dev.earsight.resume.WorkerTask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** What a preparation's worker processes do. */
final class DecodeTask implements WorkerTask<DecodeJob, SourceContent> {
    private final SourceDecoder.Opener opener;

    /** @param openerClass the class of the {@link SourceDecoder.Opener} */
    DecodeTask(String openerClass) throws ReflectiveOperationException {
        opener = (SourceDecoder.Opener)
                Class.forName(openerClass).getDeclaredConstructor().newInstance();
    }

    /** A process that decodes with what an opener of this class opens. */
    static WorkerProcess<DecodeJob, SourceContent> process(
            Class<? extends SourceDecoder.Opener> opener, Function<DecodeJob, Duration> limits) {
        return new WorkerProcess<>(DecodeTask.class, List.of(opener.getName()), SourceContent.class, limits);
    }

    /** The same for processes anywhere. */
    static WorkerPlan<DecodeJob, SourceContent> plan(Duration limit) {
        return new WorkerPlan<>(
                DecodeTask.class,
                DecodeJob.class,
                SourceContent.class,
                List.of(),
                List.of(MediaDecoder.Opener.class.getName()),
                limit);
    }

    @Override
    public Class<DecodeJob> jobType() {
        return DecodeJob.class;
    }

    @Override
    public SourceContent answer(DecodeJob job, IntConsumer progress) throws UnusableSourceException, IOException {
        return PartMaker.make(opener, job, progress);
    }
}
