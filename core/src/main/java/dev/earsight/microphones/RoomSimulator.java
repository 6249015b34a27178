package dev.earsight.microphones;

import dev.earsight.EarsightException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * What an array in a room would record, by the image-source method (Allen and Berkley 1979): every image of a source arrives
 * after {@code distance / c} seconds with {@code reflection^times / (4 pi distance)}, at fractions of a sample by a windowed sinc. Images are taken as far away as sound travels in
 * the reverberation time, where they are 60 dB down.
 */
public final class RoomSimulator {
    /** Samples on each side of an arrival over which it is spread. */
    private static final int SINC_REACH = 40;

    /** Arrivals are gathered in so many bins a sample before any is spread: there are far more of them than samples. */
    private static final int PHASES = 16;

    /** {@code [phase][sample]}: the windowed sinc of an arrival {@code phase / PHASES} after a sample. */
    private static final double[][] SINCS = sincs();

    /** All images add up with one sign, which makes a slow push that no room has; Allen and Berkley take it off alike. */
    private static final double HIGH_PASS_HZ = 50;

    private final Room room;
    private final MicrophoneArray array;
    private final double reflection;

    /**
     * A sound in the scene.
     *
     * @param place in the camera's frame
     * @param samples at the array's rate, as heard 1 m from the source in free field times {@code 4 pi}
     * @param startSample when it begins in the recording, 0 or later
     */
    @SuppressWarnings("ArrayRecordComponent") // seconds of samples, never compared
    public record Sounding(Point place, float[] samples, int startSample) {
        /** From the beginning. */
        public Sounding(Point place, float[] samples) {
            this(place, samples, 0);
        }
    }

    /**
     * How the microphones differ from what the geometry says.
     *
     * @param signalToNoiseDecibels power of what all sources make at the microphones over that of the white noise of each; infinite for none
     * @param gainDecibels standard deviation of the gains
     * @param positionMeters standard deviation of each coordinate of the true positions from the array's
     */
    public record Errors(double signalToNoiseDecibels, double gainDecibels, double positionMeters) {
        /** Perfect microphones. */
        public static final Errors NONE = new Errors(Double.POSITIVE_INFINITY, 0, 0);
    }

    /**
     * @throws EarsightException if a microphone is outside of the room
     */
    public RoomSimulator(Room room, MicrophoneArray array) {
        this.room = room;
        this.array = array;
        this.reflection = room.reflection(array.speedOfSound());
        for (Microphone microphone : array.microphones()) {
            requireInside(microphone.position(), "A microphone");
        }
    }

    private void requireInside(Point inCamera, String what) {
        Point place = room.place(inCamera);
        if (!room.contains(place)) {
            throw new EarsightException(String.format(
                    Locale.ROOT,
                    "%s at %.2f, %.2f, %.2f m is outside of the room of %.2f x %.2f x %.2f m; make the room larger or move it.",
                    what,
                    place.x(),
                    place.y(),
                    place.z(),
                    room.size().x(),
                    room.size().y(),
                    room.size().z()));
        }
    }

    /**
     * The response of each microphone to an impulse at a place in the camera's frame, {@code [microphone][sample]}. Sample 0 is {@value #SINC_REACH} samples before the impulse: the
     * sinc of an early arrival begins before it.
     */
    public float[][] impulseResponses(Point source) {
        return impulseResponses(source, array);
    }

    /** How many samples {@link #impulseResponses} begins before the impulse. */
    public static int leadSamples() {
        return SINC_REACH;
    }

    private float[][] impulseResponses(Point source, MicrophoneArray standing) {
        requireInside(source, "A source");
        return IntStream.range(0, standing.size())
                .parallel()
                .mapToObj(m -> impulseResponse(
                        room.place(source), standing.microphones().get(m)))
                .toArray(float[][]::new);
    }

    private float[] impulseResponse(Point source, Microphone microphone) {
        Point ears = room.place(microphone.position());
        Point facing = room.turned(microphone.facing());
        double rate = array.sampleRateHz();
        double direct = source.distanceTo(ears);
        double furthest = room.hasWalls()
                ? Math.max(1.5 * direct, room.reverberationSeconds() * array.speedOfSound())
                : 1.001 * direct;
        int longest = (int) Math.ceil(furthest / array.speedOfSound() * rate) + 2 * SINC_REACH + 2;
        double[] bins = new double[longest * PHASES];
        double[] left = leftAfter(ImageSources.mostReflections(room.size(), furthest));
        ImageSources.Visitor adding = (place, reflections) -> {
            Point towards = place.minus(ears);
            double distance = Math.max(towards.norm(), 1e-3);
            double amplitude = left[reflections]
                    / (4 * Math.PI * distance)
                    * microphone.directivity().gain(facing, towards);
            addArrival(bins, distance / array.speedOfSound() * rate + SINC_REACH, amplitude);
        };
        if (room.hasWalls()) {
            ImageSources.visit(room.size(), source, ears, furthest, adding);
        } else {
            adding.image(source, 0);
        }
        double[] response = spread(bins);
        if (room.hasWalls()) {
            highPass(response, HIGH_PASS_HZ / rate);
        }
        float[] samples = new float[response.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) response[i];
        }
        return samples;
    }

    /** What is left of a sound's amplitude after so many reflections. */
    private double[] leftAfter(int most) {
        double[] left = new double[most + 1];
        Arrays.setAll(left, reflections -> Math.pow(reflection, reflections));
        return left;
    }

    /** Puts an arrival between four bins by the cubic through them: within 1e-5 of its amplitude below half of the rate. */
    private static void addArrival(double[] bins, double place, double amplitude) {
        int bin = (int) (place * PHASES);
        double t = place * PHASES - bin;
        bins[bin - 1] -= amplitude * t * (t - 1) * (t - 2) / 6;
        bins[bin] += amplitude * (t + 1) * (t - 1) * (t - 2) / 2;
        bins[bin + 1] -= amplitude * (t + 1) * t * (t - 2) / 2;
        bins[bin + 2] += amplitude * (t + 1) * t * (t - 1) / 6;
    }

    /** Every bin spread by its windowed sinc over samples {@value #SINC_REACH} to each side. */
    private static double[] spread(double[] bins) {
        double[] samples = new double[bins.length / PHASES];
        for (int bin = 0; bin < bins.length; bin++) {
            if (bins[bin] != 0) {
                double[] sinc = SINCS[bin % PHASES];
                int first = bin / PHASES - SINC_REACH;
                int to = Math.min(sinc.length, samples.length - first);
                for (int i = Math.max(0, -first); i < to; i++) {
                    samples[first + i] += bins[bin] * sinc[i];
                }
            }
        }
        return samples;
    }

    private static double[][] sincs() {
        double[][] sincs = new double[PHASES][2 * SINC_REACH + 2];
        for (int phase = 0; phase < PHASES; phase++) {
            for (int i = 0; i < sincs[phase].length; i++) {
                double samples = i - SINC_REACH - (double) phase / PHASES;
                double sinc = samples == 0 ? 1 : Math.sin(Math.PI * samples) / (Math.PI * samples);
                sincs[phase][i] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * samples / (SINC_REACH + 1)));
            }
        }
        return sincs;
    }

    /** Butterworth's, of second order, the same for all microphones. */
    private static void highPass(double[] samples, double cutoff) {
        double w = Math.tan(Math.PI * cutoff);
        double norm = 1 / (1 + Math.sqrt(2) * w + w * w);
        double feedback1 = 2 * (w * w - 1) * norm;
        double feedback2 = (1 - Math.sqrt(2) * w + w * w) * norm;
        double x1 = 0;
        double x2 = 0;
        double y1 = 0;
        double y2 = 0;
        for (int i = 0; i < samples.length; i++) {
            double y = norm * (samples[i] - 2 * x1 + x2) - feedback1 * y1 - feedback2 * y2;
            x2 = x1;
            x1 = samples[i];
            y2 = y1;
            y1 = y;
            samples[i] = y;
        }
    }

    /**
     * What the array records, {@code [microphone][sample]}, sample 0 at the moment the sounds begin.
     *
     * @param soundings sounds and their places
     * @param count how many samples
     * @param errors how the microphones differ from the geometry
     * @param seed of noise and errors
     */
    public float[][] record(List<Sounding> soundings, int count, Errors errors, long seed) {
        Random random = new Random(seed);
        MicrophoneArray standing = displaced(errors.positionMeters(), random);
        float[][] recorded = new float[array.size()][count];
        for (Sounding sounding : soundings) {
            float[][] responses = impulseResponses(sounding.place(), standing);
            addConvolved(recorded, sounding, responses);
        }
        double power = 0;
        for (float[] channel : recorded) {
            for (float sample : channel) {
                power += (double) sample * sample / count / recorded.length;
            }
        }
        double noise = Math.sqrt(power) * Math.pow(10, -errors.signalToNoiseDecibels() / 20);
        for (float[] channel : recorded) {
            double gain = Math.pow(10, errors.gainDecibels() * random.nextGaussian() / 20);
            for (int i = 0; i < count; i++) {
                channel[i] = (float) (gain * (channel[i] + noise * random.nextGaussian()));
            }
        }
        return recorded;
    }

    private MicrophoneArray displaced(double meters, Random random) {
        return new MicrophoneArray(
                array.sampleRateHz(),
                array.speedOfSound(),
                array.microphones().stream()
                        .map(microphone -> new Microphone(
                                microphone
                                        .position()
                                        .plus(new Point(
                                                        random.nextGaussian(),
                                                        random.nextGaussian(),
                                                        random.nextGaussian())
                                                .times(meters)),
                                microphone.directivity(),
                                microphone.facing(),
                                microphone.channel()))
                        .toList(),
                array.camera());
    }

    private static void addConvolved(float[][] recorded, Sounding sounding, float[][] responses) {
        float[] samples = sounding.samples();
        int start = sounding.startSample() - SINC_REACH;
        int longest = 0;
        for (float[] response : responses) {
            longest = Math.max(longest, response.length);
        }
        int size = Integer.highestOneBit(samples.length + longest) * 2;
        DoubleFFT_1D transform = new DoubleFFT_1D(size);
        double[] sound = spectrum(transform, samples, size);
        for (int m = 0; m < responses.length; m++) {
            double[] product = spectrum(transform, responses[m], size);
            multiply(product, sound);
            transform.realInverse(product, true);
            for (int i = Math.max(0, -start); i < size && start + i < recorded[m].length; i++) {
                recorded[m][start + i] += (float) product[i];
            }
        }
    }

    private static double[] spectrum(DoubleFFT_1D transform, float[] samples, int size) {
        double[] spectrum = new double[size];
        for (int i = 0; i < samples.length; i++) {
            spectrum[i] = samples[i];
        }
        transform.realForward(spectrum);
        return spectrum;
    }

    /** The first two entries are the real values of the lowest and the highest frequency. */
    private static void multiply(double[] product, double[] other) {
        product[0] *= other[0];
        product[1] *= other[1];
        for (int i = 2; i < product.length; i += 2) {
            double re = product[i] * other[i] - product[i + 1] * other[i + 1];
            product[i + 1] = product[i] * other[i + 1] + product[i + 1] * other[i];
            product[i] = re;
        }
    }
}
