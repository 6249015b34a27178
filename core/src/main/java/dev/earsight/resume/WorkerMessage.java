package dev.earsight.resume;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.JsonNode;

/** What a worker says on its standard output, one JSON object per line. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "says")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerMessage.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = WorkerMessage.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = WorkerMessage.Done.class, name = "done"),
    @JsonSubTypes.Type(value = WorkerMessage.Unusable.class, name = "unusable"),
    @JsonSubTypes.Type(value = WorkerMessage.Broken.class, name = "broken")
})
sealed interface WorkerMessage {
    /** The native libraries are loaded; jobs are welcome. */
    record Ready() implements WorkerMessage {}

    /** So many seconds of the job's media are decoded. */
    record Progress(int seconds) implements WorkerMessage {}

    /** The job is done. */
    record Done(JsonNode answer) implements WorkerMessage {}

    /** The source cannot be used. */
    record Unusable(SkipReason reason, String detail) implements WorkerMessage {}

    /** The worker could not do its work, and not because of the source: a full disk. */
    record Broken(String detail) implements WorkerMessage {}
}
