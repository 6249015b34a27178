package dev.earsight.spark;

import dev.earsight.EarsightException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** How to reach a cluster, and what its executors need to run this program. */
final class Cluster {
    /** The master that stands for whatever {@code spark-submit} was told. */
    static final String SUBMITTED = "submit";

    private static final int CONNECT_MILLIS = 5_000;
    private static final int MASTER_PORT = 7077;

    private Cluster() {}

    /** The configuration for a master; what the user set is left as it is. */
    static SparkConf configuration(String master, Map<String, String> settings) {
        SparkConf configuration = new SparkConf();
        if (!master.equals(SUBMITTED)) {
            configuration.setMaster(master);
        } else if (!configuration.contains("spark.master")) {
            throw new EarsightException(
                    "--spark " + SUBMITTED + " is for programs started with spark-submit; give the address of "
                            + "a master, such as spark://HOST:7077, yarn or local-cluster[2,1,1024].");
        }
        settings.forEach(configuration::set);
        configuration.setIfMissing("spark.app.name", "earsight");
        configuration.setIfMissing("spark.ui.enabled", "false");
        for (String what : List.of("Jobs", "Stages", "Tasks")) {
            // There is a job for every file, and nobody looks back.
            configuration.setIfMissing("spark.ui.retained" + what, "200");
        }
        if (LocalCluster.is(master)) {
            LocalCluster.configure(configuration);
        } else if (!configuration.get("spark.master").startsWith("local")
                && !configuration.contains("spark.executor.extraClassPath")) {
            if (!master.equals(SUBMITTED)) {
                configuration.setIfMissing("spark.jars", ownJars());
            }
            if (master.equals("yarn")) {
                // Its machines have no Spark of their own.
                configuration.setIfMissing("spark.yarn.jars", "file:" + sparkFolder() + "/*.jar");
                // It would wait a quarter of an hour for a resource manager that is not there.
                configuration.setIfMissing("spark.hadoop.yarn.resourcemanager.connect.max-wait.ms", "4000");
                configuration.setIfMissing("spark.hadoop.yarn.resourcemanager.connect.retry-interval.ms", "2000");
            }
            // Spark brings an older version of a library of ours.
            configuration.setIfMissing("spark.executor.userClassPathFirst", "true");
        }
        return configuration;
    }

    /** What executors have not got: everything but Spark itself, which lies in a folder of its own. */
    private static String ownJars() {
        Path spark = sparkFolder();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(jar -> Files.isRegularFile(jar) && !spark.equals(jar.getParent()))
                .map(Path::toString)
                .collect(Collectors.joining(","));
    }

    private static Path sparkFolder() {
        return Objects.requireNonNull(Path.of(SparkContext.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .getParent());
    }

    /** Refuses a standalone master that nobody answers for, which Spark itself takes a minute to notice. */
    static void requireReachable(String master) {
        if (!master.startsWith("spark://")) {
            return;
        }
        String hosts = master.substring("spark://".length());
        for (String host : hosts.split(",")) {
            int colon = host.lastIndexOf(':');
            try (Socket socket = new Socket()) {
                int port = colon < 0 ? MASTER_PORT : Integer.parseInt(host.substring(colon + 1));
                socket.connect(
                        new InetSocketAddress(colon < 0 ? host : host.substring(0, colon), port), CONNECT_MILLIS);
                return;
            } catch (IOException | IllegalArgumentException e) {
                // Another may answer.
            }
        }
        throw unreachable(master, "nobody answers there");
    }

    static EarsightException unreachable(String master, String why) {
        String remedy = master.equals("yarn")
                ? "set HADOOP_CONF_DIR to the folder with yarn-site.xml, or give the address with --spark-conf "
                        + "spark.hadoop.yarn.resourcemanager.address=HOST:8032"
                : "check the address, which the master's page shows, and that it runs Spark 4.2 on Java 25";
        return new EarsightException("The Spark master " + master + " cannot be reached (" + why + "); " + remedy
                + ". To try without a cluster: --spark local-cluster[2,1,1024]");
    }
}
