package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.FleetProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which machines do the work, where it is not this one alone. */
final class SparkOptions {
    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = {
                "Have the files worked on by a Spark cluster: spark://HOST:7077, yarn (HADOOP_CONF_DIR says where it is), or submit "
                        + "within spark-submit; local-cluster[2,1,1024] tries it on this machine (2 processes of 1 core and 1024 MB). "
                        + "Media must lie where all machines see it under the same path, or on a Hadoop file system "
                        + "(hdfs://NAMENODE/videos). The first time, Spark is fetched: 220 MB."
            })
    private @Nullable String master;

    @Option(
            names = "--spark-staging",
            paramLabel = "FOLDER",
            description =
                    "Where the machines put results until they are taken over from here, such as hdfs://NAMENODE/tmp (default: "
                            + "the output folder, which all must see then).")
    private @Nullable String staging;

    @Option(
            names = "--spark-conf",
            paramLabel = "NAME=VALUE",
            description = "A setting of Spark's, such as spark.executor.memory=2g; may be repeated.")
    private Map<String, String> settings = Map.of();

    /** The machines; {@code workers} processes of this one where no cluster is named. To be closed. */
    Fleet open(int workers) {
        if (master == null) {
            if (staging != null || !settings.isEmpty()) {
                throw new EarsightException(
                        "Options that begin with --spark- say more about a Spark cluster; give its master with --spark.");
            }
            return Fleet.ofThisMachine(workers);
        }
        return FleetProvider.found().stream()
                .findFirst()
                .orElseThrow(
                        () -> new EarsightException("Spark is not among the libraries of this program; start it with "
                                + "./earsight, which adds it where --spark is given."))
                .open(master, settings, Optional.ofNullable(staging));
    }

    /** Refuses a folder for output that is on another file system. */
    static void requireLocalOutput(Path out) {
        if (out.toString().matches("[a-z][a-z0-9+.-]+:/.*")) {
            throw new EarsightException(
                    "The output " + out + " must be a folder that this machine sees: files are forced to its "
                            + "disk one after another, which Hadoop file systems cannot do. Give a folder, and copy it there when it is "
                            + "complete: hdfs dfs -put FOLDER hdfs://...");
        }
    }
}
