package dev.earsight.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What goes back to a client. */
sealed interface Answer {
    /** An object, as JSON. */
    record Json(int status, Object body, Map<String, String> headers) implements Answer {
        Json(Object body) {
            this(200, body, Map.of());
        }
    }

    /** Nothing but that it went well. */
    record Nothing(Map<String, String> headers) implements Answer {}

    /** Bytes that are at hand. */
    @SuppressWarnings("ArrayRecordComponent") // made for one answer and written once
    record Content(String type, byte[] bytes, Map<String, String> headers) implements Answer {}

    /** A file, all of it or the range that was asked for; {@code passing} ones are deleted afterwards. */
    record Stored(String type, Path file, boolean passing, Map<String, String> headers) implements Answer {}

    /** Server-sent events, until {@code source} returns or the client goes away. */
    record Events(EventSource source) implements Answer {}

    /** Writes events. */
    interface EventSource {
        /** Writes until there is nothing more to say. */
        void writeTo(EventSink sink) throws IOException, InterruptedException;
    }

    /** Where events go; fails when the client is gone. */
    interface EventSink {
        /** An event with an object as JSON. */
        void send(String name, Object data) throws IOException;

        /** Nothing, to keep the connection open. */
        void keepAlive() throws IOException;
    }
}
