package dev.earsight.serve;

import dev.earsight.embed.Moment;
import dev.earsight.media.Sound;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The last seconds of a microphone, in time with its camera. Safe for use by several threads. */
final class LiveSound {
    private static final int RATE_HZ = Sound.SAMPLE_RATE_HZ;
    private static final int KEPT = 4 * RATE_HZ;
    /** Pieces whose times do not fit together by more than this have a gap between them, or overlap. */
    private static final long TOLERANCE_SAMPLES = RATE_HZ / 10;

    private final float[] samples = new float[KEPT];
    private int held;
    /** The time of the first sample that is not there yet, in samples. */
    private long end;

    /** More sound: 16-bit samples, the first of them at that time. */
    synchronized void add(ByteBuffer piece, long timeMicroseconds) {
        int count = Math.min(piece.remaining() / 2, KEPT);
        long start = samplesAt(timeMicroseconds);
        if (held == 0 || Math.abs(start - end) > TOLERANCE_SAMPLES) {
            held = 0;
            end = start;
        }
        int stay = Math.min(held, KEPT - count);
        System.arraycopy(samples, held - stay, samples, 0, stay);
        for (int i = 0; i < count; i++) {
            samples[stay + i] = piece.getShort(piece.position() + 2 * i) / 32_768f;
        }
        held = stay + count;
        end += count;
    }

    /**
     * The second around a time, or the latest there is; silence in front of what is not there. Nothing where nothing is heard: no
     * sound yet, none for a while, or silence.
     */
    synchronized Optional<float[]> around(long timeMicroseconds) {
        long wantedEnd = samplesAt(timeMicroseconds) + RATE_HZ / 2;
        if (held == 0 || end < wantedEnd - RATE_HZ || end - held >= wantedEnd) {
            return Optional.empty();
        }
        int to = (int) (held - Math.max(0, end - wantedEnd));
        int from = Math.max(0, to - RATE_HZ);
        float[] second = new float[RATE_HZ];
        System.arraycopy(samples, from, second, RATE_HZ - (to - from), to - from);
        return new Moment.Window(0, RATE_HZ, second).audible() ? Optional.of(second) : Optional.empty();
    }

    private static long samplesAt(long microseconds) {
        return Math.round(microseconds * (RATE_HZ / 1e6));
    }
}
