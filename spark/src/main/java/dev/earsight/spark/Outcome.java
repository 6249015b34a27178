package dev.earsight.spark;

import dev.earsight.resume.SkipReason;
import java.io.Serializable;
import java.util.List;

/** What an executor made of a job. */
sealed interface Outcome extends Serializable {
    /**
     * It is done.
     *
     * @param answer as JSON
     * @param written which of the files it writes there are
     */
    record Done(String host, String answer, List<String> written) implements Outcome {}

    /** Its file cannot be used. */
    record Unusable(SkipReason reason, String detail) implements Outcome {}

    /** The executor does not see a path that the asking machine sees. */
    record Unseen(String host, String path) implements Outcome {}
}
