package dev.earsight.serve;

import dev.earsight.EarsightException;
import dev.earsight.media.MediaException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Why a request is not answered as it was meant: a problem detail (RFC 9457), its detail a sentence the client can act on. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kinds of problems, and the status of each. */
    enum Kind {
        BAD_REQUEST(400, "The request is not understood"),
        HEADERS_TOO_LARGE(431, "The headers are too large"),
        UNAUTHORIZED(401, "A token is needed"),
        FORBIDDEN(403, "Not from there"),
        NOT_FOUND(404, "There is no such thing"),
        METHOD_NOT_ALLOWED(405, "Not in this way"),
        TOO_SLOW(408, "The request arrives too slowly"),
        NOT_DONE(409, "It is not done yet"),
        ALREADY_RUNNING(409, "It is running already"),
        TOO_LARGE(413, "It is too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "Not in this form"),
        RANGE(416, "There is no such range"),
        TOO_LONG(422, "It lasts too long"),
        TOO_MANY_PIXELS(422, "It has too many pixels"),
        TOOK_TOO_LONG(422, "It took too long"),
        UNUSABLE_MEDIA(422, "The file cannot be used"),
        INTERNAL(500, "This should not have happened"),
        NOT_CONFIGURED(501, "The server was not started for this"),
        BUSY(503, "Not now"),
        STOPPING(503, "The server stops");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        private String type() {
            return "urn:earsight:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** After which time it is worth trying again; requests take a second or less, mostly. */
    static final int RETRY_AFTER_SECONDS = 1;

    private final Kind kind;
    private final String detail;

    Problem(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
        this.detail = detail;
    }

    static Problem badRequest(String detail) {
        return new Problem(Kind.BAD_REQUEST, detail);
    }

    static Problem notFound(String detail) {
        return new Problem(Kind.NOT_FOUND, detail);
    }

    static Problem busy() {
        return new Problem(Kind.BUSY, "The server has as much to do as it takes on; try again in a moment.");
    }

    static Problem stopping() {
        return new Problem(Kind.STOPPING, "The server finishes what it has accepted and stops; try again later.");
    }

    /** What a failure means to a client; only messages made for users are told. */
    static Problem of(Throwable failure) {
        return switch (failure) {
            case Problem problem -> problem;
            case MediaException media -> ofMedia(media);
            case EarsightException told ->
                new Problem(Kind.UNUSABLE_MEDIA, withoutPaths(String.valueOf(told.getMessage())));
            default ->
                new Problem(Kind.INTERNAL, "The server could not answer; what went wrong stands in its own output.");
        };
    }

    /** The words are the program's own and about the file: its place on the server, which they begin with, is left out. */
    private static Problem ofMedia(MediaException failure) {
        Kind kind = failure.reason() == MediaException.Reason.TIMED_OUT ? Kind.TOOK_TOO_LONG : Kind.UNUSABLE_MEDIA;
        return new Problem(kind, "The file: " + failure.whatAndRemedy() + ".");
    }

    /** A sentence of this program without the folders it names. */
    static String withoutPaths(String sentence) {
        return sentence.replaceAll("(?<=^|[\\s'\"(])(?:/[^/\\s]+)+/", "");
    }

    /** What a refusal by the HTTP library means. */
    static Problem ofStatus(int status) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.status == status)
                .findFirst()
                .map(kind -> new Problem(kind, kind.title + "."))
                .orElse(badRequest("The request is not understood."));
    }

    Kind kind() {
        return kind;
    }

    /** The answer that tells it. */
    Answer.Json answer() {
        return new Answer.Json(
                kind.status,
                body(),
                switch (kind.status) {
                    case 401 -> Map.of("WWW-Authenticate", "Bearer");
                    case 503 -> Map.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
                    default -> Map.of();
                });
    }

    /** The body of the answer. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", kind.type());
        body.put("title", kind.title);
        body.put("status", kind.status);
        body.put("detail", detail);
        return body;
    }
}
