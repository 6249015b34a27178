package dev.earsight.spark;

import dev.earsight.resume.FileHash;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** What executors do besides files. */
final class Executors {
    private Executors() {}

    /** Comes back where this class can be loaded. */
    static int ready(int number) {
        return number;
    }

    /** Files there are by their location. */
    static List<FileHash> hashes(List<String> locations) {
        Places places = places();
        List<FileHash> hashes = new ArrayList<>();
        for (String location : locations) {
            hashes.add(FileHash.of(() -> places.open(location)));
        }
        return hashes;
    }

    /** Files as an executor sees them. */
    static Places places() {
        return new Places(SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
    }
}
