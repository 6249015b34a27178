package dev.earsight.spark;

import dev.earsight.EarsightException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Spark says when it gives up, in a sentence. */
final class Failure {
    private static final Pattern LAST =
            Pattern.compile("most recent failure: (?:Lost task [^(]*\\(TID \\d+\\) \\(([^)]*)\\): )?([^\\n]*)");

    private Failure() {}

    static EarsightException of(Exception problem, String file) {
        String words = inWords(problem);
        if (words.contains("UnsupportedClassVersionError")) {
            return new EarsightException(
                    "The executors run an older Java than 25 (" + words
                            + "); install a JDK 25 there and name it with --spark-conf spark.executorEnv.JAVA_HOME=/path/to/jdk-25.",
                    problem);
        }
        if (words.contains("ClassNotFoundException") || words.contains("NoClassDefFoundError")) {
            return new EarsightException(
                    "The executors do not find Earsight's classes (" + words
                            + "); start it with ./earsight, which sends them, or give all its jars to spark-submit with --jars.",
                    problem);
        }
        if (words.contains("SparkContext was shut down") || words.contains("stopped SparkContext")) {
            return new EarsightException(
                    "Spark ended the program: its executors could not be started, or somebody stopped it there; the master's page "
                            + "and the logs of its workers tell why. The same command goes on where it was.",
                    problem);
        }
        return new EarsightException(
                "Spark gave up on " + file + " (" + words
                        + "); its log is on the executor named there. The same command goes on where it was.",
                problem);
    }

    static String inWords(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = String.valueOf(root.getMessage());
        Matcher last = LAST.matcher(words);
        if (!last.find()) {
            return words.lines().findFirst().orElse(root.toString());
        }
        return last.group(1) == null ? last.group(2) : last.group(1) + ": " + last.group(2);
    }
}
