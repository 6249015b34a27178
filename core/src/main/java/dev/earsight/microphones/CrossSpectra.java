package dev.earsight.microphones;

/**
 * Sums over frames of {@code X_m(k) conj(X_n(k))} for all pairs of microphones and of {@code |X_m(k)|^2} for each: the spatial
 * covariance that every estimator of this room starts from. Averaging comes before weighting, as Knapp and Carter (1976) have
 * it: a bin in which the frames disagree is then weak before it is whitened.
 */
public final class CrossSpectra {
    private final Framing framing;
    private final int microphones;
    private final float[][] re;
    private final float[][] im;
    private final float[][] power;
    private int frames;

    CrossSpectra(Framing framing, int microphones) {
        this.framing = framing;
        this.microphones = microphones;
        int pairs = microphones * (microphones - 1) / 2;
        re = new float[pairs][framing.bins()];
        im = new float[pairs][framing.bins()];
        power = new float[microphones][framing.bins()];
    }

    /**
     * Of all frames that lie wholly within a stretch of sound.
     *
     * @param channels samples, {@code [microphone][sample]}
     * @throws IllegalArgumentException if the stretch is shorter than a frame
     */
    public static CrossSpectra of(float[][] channels, Framing framing) {
        CrossSpectra spectra = new CrossSpectra(framing, channels.length);
        FrameTransform transform = new FrameTransform(framing);
        int frames = framing.framesIn(channels[0].length);
        if (frames == 0) {
            throw new IllegalArgumentException(channels[0].length + " samples are shorter than a frame");
        }
        for (int frame = 0; frame < frames; frame++) {
            spectra.add(transform.at(channels, frame * framing.hopSamples()));
        }
        return spectra;
    }

    void add(FrameSpectrum frame) {
        for (int m = 0; m < microphones; m++) {
            float[] mRe = frame.re()[m];
            float[] mIm = frame.im()[m];
            float[] own = power[m];
            for (int k = 0; k < own.length; k++) {
                own[k] += mRe[k] * mRe[k] + mIm[k] * mIm[k];
            }
            for (int n = m + 1; n < microphones; n++) {
                float[] nRe = frame.re()[n];
                float[] nIm = frame.im()[n];
                float[] pairRe = re[pair(m, n)];
                float[] pairIm = im[pair(m, n)];
                for (int k = 0; k < pairRe.length; k++) {
                    pairRe[k] += mRe[k] * nRe[k] + mIm[k] * nIm[k];
                    pairIm[k] += mIm[k] * nRe[k] - mRe[k] * nIm[k];
                }
            }
        }
        frames++;
    }

    /** How sound was cut. */
    public Framing framing() {
        return framing;
    }

    /** How many microphones. */
    public int microphones() {
        return microphones;
    }

    /** How many pairs, ordered (0, 1), (0, 2), ... (1, 2), ... */
    public int pairs() {
        return re.length;
    }

    /** How many frames were added up. */
    public int frames() {
        return frames;
    }

    /** The place of a pair with {@code m < n}. */
    public int pair(int m, int n) {
        return m * (2 * microphones - m - 1) / 2 + n - m - 1;
    }

    /** Real parts of a pair's cross-spectrum, shared, not copied. */
    float[] re(int pair) {
        return re[pair];
    }

    /** Imaginary parts. */
    float[] im(int pair) {
        return im[pair];
    }

    /** Power of one microphone. */
    float[] power(int microphone) {
        return power[microphone];
    }
}
