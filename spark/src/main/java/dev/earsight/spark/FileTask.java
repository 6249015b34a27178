package dev.earsight.spark;

import dev.earsight.resume.FileJob;
import dev.earsight.resume.Json;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import dev.earsight.resume.Worker;
import dev.earsight.resume.WorkerPlan;
import dev.earsight.resume.WorkerTask;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.util.Utils;

/**
 * One job as it travels to an executor. Files on a Hadoop file system are copied to the executor's own disk first. What is written is put in
 * its place in one step, and is the same whoever does it, so that Spark may give a task to another executor at any moment.
 *
 * @param task class of the {@link WorkerTask}
 * @param shipped names of the files that every executor was sent
 * @param job as JSON
 * @param staging where results go; empty for the places the job names, which every machine sees then
 */
record FileTask(
        String task,
        String jobType,
        String answerType,
        List<String> shipped,
        List<String> arguments,
        Duration limit,
        String job,
        String staging)
        implements Serializable {
    static <J extends FileJob, R> FileTask of(WorkerPlan<J, R> plan, J job, String staging) {
        return new FileTask(
                plan.task().getName(),
                plan.jobType().getName(),
                plan.answerType().getName(),
                plan.files().stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .toList(),
                plan.arguments(),
                plan.limit(),
                Json.LINE.writeValueAsString(job),
                staging);
    }

    /** Done on an executor. */
    Outcome outcome() throws IOException, InterruptedException, ReflectiveOperationException {
        return done(plan());
    }

    @SuppressWarnings("unchecked") // made of a plan whose types fit
    private <J extends FileJob, R> WorkerPlan<J, R> plan() throws ReflectiveOperationException {
        ClassLoader loader = FileTask.class.getClassLoader();
        return new WorkerPlan<>(
                (Class<? extends WorkerTask<J, R>>) Class.forName(task, false, loader),
                (Class<J>) Class.forName(jobType, false, loader),
                (Class<R>) Class.forName(answerType, false, loader),
                shipped.stream().map(name -> Path.of(SparkFiles.get(name))).toList(),
                arguments,
                limit);
    }

    private <J extends FileJob, R> Outcome done(WorkerPlan<J, R> plan) throws IOException, InterruptedException {
        J asked = Json.LINE.readValue(job, plan.jobType());
        Optional<Outcome> unseen = unseen(asked);
        if (unseen.isPresent()) {
            return unseen.get();
        }
        Places places = Executors.places();
        Path folder = Files.createTempDirectory(
                Path.of(Utils.getLocalDir(SparkEnv.get().conf())), "earsight-");
        try {
            List<String> reads = new ArrayList<>();
            for (String location : asked.reads()) {
                reads.add(here(location, places, folder));
            }
            R answer = answer(plan, plan.jobType().cast(asked.at(reads, folder.toString())));
            return new Outcome.Done(
                    Utils.localHostName(), Json.LINE.writeValueAsString(answer), handOver(asked, places, folder));
        } catch (FileNotFoundException e) {
            return new Outcome.Unusable(SkipReason.UNREADABLE, e.toString());
        } catch (UnusableSourceException e) {
            return new Outcome.Unusable(e.reason(), e.detail());
        } finally {
            delete(folder);
        }
    }

    private Optional<Outcome> unseen(FileJob asked) {
        Stream<Path> read = asked.reads().stream()
                .filter(location -> !Places.isAddress(location))
                .map(Places::path);
        Stream<Path> written = asked.writes().stream()
                .filter(_ -> staging.isEmpty())
                .map(file -> Path.of(file).toAbsolutePath().getParent());
        return Stream.concat(read, written)
                .filter(path -> !Files.exists(path))
                .findFirst()
                .map(path -> new Outcome.Unseen(Utils.localHostName(), path.toString()));
    }

    private static String here(String location, Places places, Path folder) throws IOException {
        if (!Places.isAddress(location)) {
            return Places.path(location).toString();
        }
        Path copy = Files.createDirectories(folder.resolve("read"))
                .resolve(location.substring(location.lastIndexOf('/') + 1));
        places.fetch(location, copy);
        return copy.toString();
    }

    private <J extends FileJob, R> R answer(WorkerPlan<J, R> plan, J job)
            throws UnusableSourceException, IOException, InterruptedException {
        Worker<J, R> worker = ExecutorWorkers.take(plan);
        boolean useful = false;
        try {
            R answer = worker.answer(job);
            useful = true;
            return answer;
        } catch (UnusableSourceException e) {
            useful = true;
            throw e;
        } finally {
            if (useful) {
                ExecutorWorkers.giveBack(plan, worker);
            } else {
                worker.close();
            }
        }
    }

    /** Which files there are now. */
    private List<String> handOver(FileJob asked, Places places, Path folder) throws IOException {
        List<String> written = new ArrayList<>();
        for (String file : asked.writes()) {
            String name = Path.of(file).getFileName().toString();
            if (Files.exists(folder.resolve(name))) {
                String target = staging.isEmpty() ? file : staging + "/" + name;
                places.put(folder.resolve(name), target, name + "." + UUID.randomUUID());
                written.add(file);
            }
        }
        return written;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
