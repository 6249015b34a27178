package dev.earsight.microphones;

import dev.earsight.EarsightException;
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
        double[] response = new double[(int) Math.ceil(furthest / array.speedOfSound() * rate) + 2 * SINC_REACH + 2];
        ImageSources.Visitor adding = (place, reflections) -> {
            Point towards = place.minus(ears);
            double distance = Math.max(towards.norm(), 1e-3);
            double amplitude = Math.pow(reflection, reflections)
                    / (4 * Math.PI * distance)
                    * microphone.directivity().gain(facing, towards);
            addSinc(response, distance / array.speedOfSound() * rate + SINC_REACH, amplitude);
        };
        if (room.hasWalls()) {
            ImageSources.visit(room.size(), source, ears, furthest, adding);
            highPass(response, HIGH_PASS_HZ / rate);
        } else {
            adding.image(source, 0);
        }
        float[] samples = new float[response.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) response[i];
        }
        return samples;
    }

    /** {@code sin(pi (n - place)) = +-sin(pi fraction)}: one sine for all samples of an arrival. */
    private static void addSinc(double[] response, double place, double amplitude) {
        int nearest = (int) Math.round(place);
        double fraction = place - nearest;
        if (Math.abs(fraction) < 1e-9) {
            response[nearest] += amplitude;
            return;
        }
        double sine = -Math.sin(Math.PI * fraction) / Math.PI * amplitude;
        double turn = Math.PI / (SINC_REACH + 1);
        // The window's cosine by rotation.
        double c = Math.cos(turn * (-SINC_REACH - fraction));
        double s = Math.sin(turn * (-SINC_REACH - fraction));
        double stepC = Math.cos(turn);
        double stepS = Math.sin(turn);
        int first = Math.max(0, nearest - SINC_REACH);
        int last = Math.min(response.length - 1, nearest + SINC_REACH);
        for (int i = nearest - SINC_REACH; i <= last; i++) {
            if (i >= first) {
                double value = sine / (i - place) * (0.5 + 0.5 * c);
                response[i] += (i - nearest & 1) == 0 ? value : -value;
            }
            double next = c * stepC - s * stepS;
            s = s * stepC + c * stepS;
            c = next;
        }
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
