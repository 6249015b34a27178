package dev.earsight.leakage;

import dev.earsight.clip.LogSpectrogram;
import java.util.Arrays;

/**
 * Words of 32 bits, 50 for a second of sound, that survive re-encoding, changes of level, filters and cutting (after Haitsma and Kalker, "A
 * Highly Robust Audio Fingerprinting System", ISMIR 2002, section 4.2: signs of energy differences along time and frequency).
 *
 * <p>The power spectrum of {@link LogSpectrogram} is summed over 33 bands of two bins each, 187.5 Hz to 6375 Hz, and over 160 ms: {@code E(n,
 * m)} for 160 ms from time {@code 20 n} ms on. Bit {@code m} of word {@code n} is 1 where {@code ln E(n+8, m) - ln E(n+8, m+1) > ln E(n, m) - ln
 * E(n, m+1)}: whether the balance of two neighboring bands tilts towards the lower one. Level and filters cancel; a cut at any sample shifts
 * the grid by 10 ms at most, a thirtieth of what a word sees. One bin would be as good against codecs but worse against cuts: too few values to
 * average. Word 0 stands for nothing to hear: a power below that of a sine at -70 dB of full scale. So silence resembles nothing.
 */
public final class SoundPrint {
    /** Words for a second of sound. */
    public static final int WORDS_PER_SECOND = 50;

    /** Stands for a stretch without sound. */
    static final int NOTHING = 0;

    private static final int BANDS = 33;
    private static final int FRAMES_PER_CELL = LogSpectrogram.FRAMES / WORDS_PER_SECOND;
    private static final int CELLS_PER_BLOCK = 8;
    private static final int BINS_PER_BAND = 2;
    private static final int FIRST_BIN = 2;
    private static final int BINS = FIRST_BIN + BANDS * BINS_PER_BAND;

    /** Powers below are rounding: without a floor they would tilt at random. */
    private static final double FLOOR = 1e-6;

    /** A sine at -70 dB of full scale: its peak bin is 120 * 10^-3.5, two neighbors have half its amplitude; over a block. */
    private static final double AUDIBLE =
            1.5 * Math.pow(120 * Math.pow(10, -3.5), 2) * FRAMES_PER_CELL * CELLS_PER_BLOCK;

    private final LogSpectrogram spectrogram = new LogSpectrogram();
    private final float[] values = new float[BINS * LogSpectrogram.FRAMES];
    private double[] cells = new double[BANDS * WORDS_PER_SECOND * 16];
    private int count;

    /** The words of a whole sound at 48 kHz, full scale -1 to 1. */
    public static int[] of(float[] samples) {
        SoundPrint print = new SoundPrint();
        for (int start = 0; start < samples.length; start += LogSpectrogram.SAMPLES) {
            int end = Math.min(samples.length, start + LogSpectrogram.SAMPLES);
            print.add(Arrays.copyOfRange(samples, start, start + LogSpectrogram.SAMPLES), end - start);
        }
        return print.words();
    }

    /**
     * Adds the next second.
     *
     * @param second 48,000 samples
     * @param heard how many of them belong to the sound; fewer only at its end
     */
    public void add(float[] second, int heard) {
        spectrogram.powers(second, BINS, values);
        int cellSamples = LogSpectrogram.SAMPLES / WORDS_PER_SECOND;
        int added = heard / cellSamples;
        if (cells.length < (count + added) * BANDS) {
            cells = Arrays.copyOf(cells, Math.max(2 * cells.length, (count + added) * BANDS));
        }
        for (int band = 0; band < BANDS; band++) {
            for (int cell = 0; cell < added; cell++) {
                double power = 0;
                for (int bin = 0; bin < BINS_PER_BAND; bin++) {
                    int row = FIRST_BIN + band * BINS_PER_BAND + bin;
                    int at = row * LogSpectrogram.FRAMES + cell * FRAMES_PER_CELL;
                    for (int frame = 0; frame < FRAMES_PER_CELL; frame++) {
                        power += values[at + frame];
                    }
                }
                cells[(count + cell) * BANDS + band] = power;
            }
        }
        count += added;
    }

    /** The words of all that was added: none for less than 320 ms. */
    public int[] words() {
        int blocks = Math.max(0, count - CELLS_PER_BLOCK + 1);
        double[] tilts = new double[blocks * (BANDS - 1)];
        boolean[] audible = new boolean[blocks];
        double[] sums = new double[BANDS];
        double[] logarithms = new double[BANDS];
        for (int block = 0; block < blocks; block++) {
            double total = 0;
            for (int band = 0; band < BANDS; band++) {
                double sum = 0;
                for (int cell = 0; cell < CELLS_PER_BLOCK; cell++) {
                    sum += cells[(block + cell) * BANDS + band];
                }
                sums[band] = sum;
                total += sum;
            }
            audible[block] = total >= AUDIBLE;
            for (int band = 0; band < BANDS; band++) {
                logarithms[band] = Math.log(sums[band] + FLOOR);
            }
            for (int band = 0; band + 1 < BANDS; band++) {
                tilts[block * (BANDS - 1) + band] = logarithms[band] - logarithms[band + 1];
            }
        }
        int[] words = new int[Math.max(0, blocks - CELLS_PER_BLOCK)];
        for (int word = 0; word < words.length; word++) {
            if (audible[word] && audible[word + CELLS_PER_BLOCK]) {
                words[word] = word(tilts, word * (BANDS - 1), (word + CELLS_PER_BLOCK) * (BANDS - 1));
            }
        }
        return words;
    }

    private static int word(double[] tilts, int before, int after) {
        int word = 0;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            word |= tilts[after + bit] > tilts[before + bit] ? 1 << bit : 0;
        }
        return word;
    }
}
