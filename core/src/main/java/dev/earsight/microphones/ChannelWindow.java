package dev.earsight.microphones;

import dev.earsight.media.MultichannelReader;
import java.util.Arrays;
import java.util.List;

/**
 * Streams the second of every microphone's sound around one moment after another: the same second a network hears. Where it would reach beyond the beginning or end it
 * is the first or last one. Holds two seconds, however long the file.
 */
public final class ChannelWindow implements AutoCloseable {
    private final MultichannelReader reader;
    private final MicrophoneArray array;
    private final int windowSamples;
    private final float[][] block;
    /** The rows of {@link #block} in the array's order. */
    private final float[][] ordered;

    private final ClockCheck clocks;
    private final float[][] held;
    private long heldStart;
    private int heldCount;
    private boolean ended;

    /** Of this reader, which is then this window's to close, and whose sample rate and channels go with the array. */
    public ChannelWindow(MultichannelReader reader, MicrophoneArray array) {
        this.reader = reader;
        this.array = array;
        windowSamples = array.sampleRateHz();
        block = new float[reader.info().audioChannels()][windowSamples / 10];
        ordered = array.microphones().stream()
                .map(microphone -> block[microphone.channel()])
                .toArray(float[][]::new);
        clocks = new ClockCheck(array);
        held = new float[array.size()][2 * windowSamples];
    }

    /**
     * The second around a moment, {@code [microphone][sample]}; shorter, perhaps empty, where the whole sound is.
     *
     * @param seconds never earlier than the time before
     */
    public float[][] around(double seconds) {
        long center = Math.round(seconds * array.sampleRateHz());
        long wanted = Math.max(0, center - windowSamples / 2);
        while (!ended && heldStart + heldCount < wanted + windowSamples) {
            readBlock();
        }
        long start = Math.max(heldStart, Math.min(wanted, heldStart + heldCount - windowSamples));
        int from = (int) (start - heldStart);
        int to = Math.min(heldCount, from + windowSamples);
        return Arrays.stream(held)
                .map(channel -> Arrays.copyOfRange(channel, from, to))
                .toArray(float[][]::new);
    }

    private void readBlock() {
        int got = reader.read(block);
        if (got < 0) {
            ended = true;
            return;
        }
        int over = Math.max(0, heldCount + got - held[0].length);
        for (int m = 0; m < held.length; m++) {
            System.arraycopy(held[m], over, held[m], 0, heldCount - over);
            System.arraycopy(ordered[m], 0, held[m], heldCount - over, got);
        }
        clocks.push(ordered, got);
        heldStart += over;
        heldCount += got - over;
    }

    /** The channels that did not keep time with the first, as far as was read. */
    public List<ClockCheck.Drift> drifts() {
        return clocks.drifts();
    }

    @Override
    public void close() {
        reader.close();
    }
}
