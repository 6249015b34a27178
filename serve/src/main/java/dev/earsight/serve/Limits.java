package dev.earsight.serve;

import java.time.Duration;

/**
 * What one server takes on.
 *
 * @param uploadBytes of one request, at most
 * @param uploadTime how long a request may take to arrive
 * @param durationSeconds of a video or a sound that is given
 * @param pixels width times height of a picture or a video
 * @param decodeTime how long one file may be worked on while the client waits
 * @param jobTime how long one file may be worked on in a job
 * @param answerAtOnceSeconds media longer than this are answered by a job
 * @param workers requests and jobs worked on at a time
 * @param waiting requests and jobs accepted that wait for a worker; more are refused
 * @param uploads requests that may be arriving at a time
 * @param live WebSocket connections
 * @param grace how long accepted work may take when the server stops
 */
public record Limits(
        long uploadBytes,
        Duration uploadTime,
        double durationSeconds,
        long pixels,
        Duration decodeTime,
        Duration jobTime,
        double answerAtOnceSeconds,
        int workers,
        int waiting,
        int uploads,
        int live,
        Duration grace) {
    /** For a machine of a few cores. */
    public static final Limits USUAL = new Limits(
            512L << 20,
            Duration.ofMinutes(5),
            4 * 3600,
            40_000_000,
            Duration.ofSeconds(60),
            Duration.ofHours(6),
            60,
            8,
            64,
            64,
            4,
            Duration.ofSeconds(30));

    /** Checks the ranges. */
    public Limits {
        if (uploadBytes < 1
                || !(durationSeconds > 0)
                || pixels < 1
                || !(answerAtOnceSeconds >= 0)
                || workers < 1
                || waiting < 1
                || uploads < 1
                || live < 0
                || !uploadTime.isPositive()
                || !decodeTime.isPositive()
                || !jobTime.isPositive()
                || grace.isNegative()) {
            throw new IllegalArgumentException("A limit is below what anything could be done with: " + this);
        }
    }
}
