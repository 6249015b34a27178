package dev.earsight.spark;

import dev.earsight.EarsightException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/** What {@code local-cluster[...]} takes outside a distribution of Spark: executors are processes of this machine then. */
final class LocalCluster {
    private LocalCluster() {}

    static boolean is(String master) {
        return master.startsWith("local-cluster");
    }

    /** Executors find classes where this process does; a home with a folder of libraries, however empty, is all that Spark insists on. */
    static void configure(SparkConf configuration) {
        if (home().filter(home -> Files.isDirectory(home.resolve("jars"))).isEmpty()) {
            throw new EarsightException(
                    "local-cluster needs the variable SPARK_HOME to name a folder with a folder `jars` in it; "
                            + "./earsight sets it.");
        }
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        configuration.setIfMissing("spark.executor.extraClassPath", classPath);
        configuration.setIfMissing("spark.executorEnv.SPARK_SCALA_VERSION", "2.13");
    }

    private static Optional<Path> home() {
        return Optional.ofNullable(System.getenv("SPARK_HOME")).map(Path::of);
    }

    /** Deletes what an application's executors leave when they have ended: copies of libraries, and their logs. */
    static void tidy(String applicationId) {
        home().ifPresent(home -> Utils.deleteRecursively(
                home.resolve("work").resolve(applicationId).toFile()));
    }
}
