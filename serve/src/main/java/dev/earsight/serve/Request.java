package dev.earsight.serve;

import java.util.Optional;

/** A request as routes see it. */
interface Request {
    /** A part of the path. */
    String path(String name);

    /** A parameter of the query. */
    Optional<String> query(String name);

    /** A header. */
    Optional<String> header(String name);

    /** The form that was sent: fields and files, which are gone when the request is answered. */
    Form form();

    /** The body, which must be JSON of this shape. */
    <T> T json(Class<T> type);

    /** Whether the body is JSON. */
    boolean isJson();

    /** The settings of the query. */
    default Fields queryFields() {
        return new Fields(this::query);
    }
}
