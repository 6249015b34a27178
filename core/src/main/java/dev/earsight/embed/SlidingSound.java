package dev.earsight.embed;

import dev.earsight.media.AudioReader;
import dev.earsight.media.Sound;
import java.util.Optional;

/** The last few seconds of a sound that is read as far as it is asked for; asked in order of time. */
final class SlidingSound implements AutoCloseable {
    private static final int WINDOW = Sound.SAMPLE_RATE_HZ;

    private final AudioReader reader;
    private final float[] buffer = new float[4 * WINDOW];
    /** The sample number of {@code buffer[0]}, and how many samples it holds. */
    private long start;

    private int held;
    private boolean ended;

    SlidingSound(AudioReader reader) {
        this.reader = reader;
    }

    /** The second around {@code center}, moved inside the sound at its ends; nothing where it holds nothing of the sound. */
    Optional<Moment.Window> around(long center) {
        long from = Math.max(0, center - WINDOW / 2);
        readTo(from + WINDOW);
        long end = start + held;
        if (from >= end) {
            return Optional.empty();
        }
        from = Math.max(0, Math.min(from, end - WINDOW));
        float[] window = new float[WINDOW];
        int length = (int) Math.min(WINDOW, end - from);
        System.arraycopy(buffer, (int) (from - start), window, 0, length);
        return Optional.of(new Moment.Window(from, length, window));
    }

    int held() {
        return held;
    }

    private void readTo(long end) {
        while (!ended && start + held < end) {
            if (held == buffer.length) {
                // Two seconds stay. What is asked for lies beyond the held samples, so its start lies within the last
                // of
                // them; should the sound end here, its last second is still there as well.
                int keep = 2 * WINDOW;
                System.arraycopy(buffer, held - keep, buffer, 0, keep);
                start += held - keep;
                held = keep;
            }
            int read = reader.read(buffer, held, buffer.length - held);
            ended = read <= 0;
            held += Math.max(0, read);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
