package dev.earsight.spark;

import dev.earsight.EarsightException;
import dev.earsight.resume.FileHash;
import dev.earsight.resume.FileJob;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import dev.earsight.resume.Worker;
import dev.earsight.resume.WorkerPlan;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * The executors of a Spark cluster. Every file is a job of one task: Spark gives it to an executor that is free, and to another one where
 * that is lost, and nothing here or there remembers it once it is done.
 */
final class SparkFleet implements Fleet {
    /** Hashing takes milliseconds for most files, about as long as Spark takes for a task. */
    private static final int FILES_PER_HASHING = 64;
    /** One file at work on each core and one waiting for it. */
    private static final int FILES_PER_CORE = 2;

    private static final long FIRST_EXECUTOR_SECONDS = 600;

    private final String master;
    private final JavaSparkContext context;
    private final Places places;
    private final String staging;
    private final int lanes;
    private final Set<Path> sent = ConcurrentHashMap.newKeySet();

    private SparkFleet(String master, JavaSparkContext context, Optional<String> staging) {
        this.master = master;
        this.context = context;
        places = new Places(context.hadoopConfiguration());
        this.staging = staging.map(
                        folder -> begun(folder + "/earsight-" + context.sc().applicationId()))
                .orElse("");
        requireExecutor();
        lanes = FILES_PER_CORE * context.defaultParallelism();
    }

    static SparkFleet open(String master, Map<String, String> settings, Optional<String> staging) {
        Cluster.requireReachable(master);
        SparkConf configuration = Cluster.configuration(master, settings);
        JavaSparkContext context;
        try {
            context = new JavaSparkContext(configuration);
        } catch (Exception e) { // Scala does not say which
            throw Cluster.unreachable(master, Failure.inWords(e));
        }
        try {
            return new SparkFleet(master, context, staging);
        } catch (RuntimeException e) {
            end(master, context);
            throw e;
        }
    }

    private String begun(String folder) {
        try {
            places.makeFolder(folder);
            return folder;
        } catch (IOException e) {
            throw new EarsightException(
                    "The folder for results " + folder + " cannot be made (" + e.getMessage()
                            + "); give another one with --spark-staging.",
                    e);
        }
    }

    /** Waits for the first executor, which must be able to run this program. */
    private void requireExecutor() {
        JavaFutureAction<List<Integer>> answer =
                context.parallelize(List.of(0), 1).map(Executors::ready).collectAsync();
        try {
            answer.get(FIRST_EXECUTOR_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new EarsightException(
                    "Spark at " + master + " gave no executor within " + FIRST_EXECUTOR_SECONDS
                            + " s; look at the master's page whether cores and memory are free, ask for less with "
                            + "--spark-conf spark.executor.memory=1g, and see that executors can connect to this machine.",
                    e);
        } catch (ExecutionException e) {
            throw Failure.of(e, "this program");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException("Waiting for Spark at " + master + " was interrupted.", e);
        }
    }

    @Override
    public int lanes() {
        return lanes;
    }

    Places places() {
        return places;
    }

    /** Where results go; empty where all machines see the output folder. */
    String staging() {
        return staging;
    }

    @Override
    public SourceFolder folder(String location) {
        return Places.isAddress(location) ? new HadoopFolder(location, places) : SourceFolder.of(Places.path(location));
    }

    @Override
    public int filesPerHashing() {
        return FILES_PER_HASHING;
    }

    @Override
    public List<FileHash> hash(List<SourceFile> files) throws InterruptedException {
        if (files.isEmpty()) {
            return List.of();
        }
        ArrayList<String> locations =
                new ArrayList<>(files.stream().map(SourceFile::location).toList());
        return run(locations, Executors::hashes, locations.getFirst());
    }

    @Override
    public <J extends FileJob, R> Worker<J, R> worker(WorkerPlan<J, R> plan, IntConsumer progress) {
        plan.files().stream().filter(sent::add).map(Path::toString).forEach(context::addFile);
        return new SparkWorker<>(plan, this);
    }

    /** Has something done by an executor. {@code file} is named where that fails. */
    <T extends Serializable, R> R run(T item, Function<T, R> what, String file) throws InterruptedException {
        JavaFutureAction<List<R>> answer;
        try {
            answer = context.parallelize(List.of(item), 1).map(what).collectAsync();
        } catch (IllegalStateException e) {
            throw Failure.of(e, file);
        }
        try {
            return answer.get().getFirst();
        } catch (ExecutionException e) {
            throw Failure.of(e, file);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            if (!staging.isEmpty()) {
                places.delete(staging);
            }
        } catch (IOException e) {
            // What is left there has a name of its own and is in nobody's way.
        } finally {
            end(master, context);
        }
    }

    private static void end(String master, JavaSparkContext context) {
        String application = context.sc().applicationId();
        context.close();
        ExecutorWorkers.end();
        if (LocalCluster.is(master)) {
            LocalCluster.tidy(application);
        }
    }
}
