package dev.earsight.report;

import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures and sounds written into the page itself, so that it needs no other file. */
final class DataUri implements AutoCloseable {
    /** Pictures are made at most so wide. */
    static final int MOST_PIXELS_WIDE = 240;
    /** Sounds are cut there: 16-bit samples at 16 kHz are 32 kB a second. */
    static final double MOST_SECONDS = 1;

    static final int RATE_HZ = Sound.SAMPLE_RATE_HZ / 3;

    private static final int JPEG_QUALITY = 82;
    private static final int HALF_TAPS = 24;
    private static final int WAV_HEADER_BYTES = 44;

    private final JpegCodec codec = new JpegCodec();

    /** A photograph, small. */
    String photograph(RgbImage image) {
        int width = Math.min(image.width(), MOST_PIXELS_WIDE);
        int height = Math.max(1, Math.round((float) width * image.height() / image.width()));
        return uri("image/jpeg", codec.encode(image.resized(width, height), JPEG_QUALITY));
    }

    /** A drawing, as it is. */
    static String drawing(RgbImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image.toBufferedImage(), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return uri("image/png", bytes.toByteArray());
    }

    /** A short sound, as WAV at a third of the rate. */
    static String sound(Sound sound) {
        float[] samples = third(sound.samples());
        ByteBuffer wav =
                ByteBuffer.allocate(WAV_HEADER_BYTES + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(WAV_HEADER_BYTES - 8 + 2 * samples.length).put(ascii("WAVEfmt "));
        wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE_HZ).putInt(2 * RATE_HZ);
        wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples.length);
        for (float sample : samples) {
            wav.putShort((short) Math.clamp(Math.round(sample * 32_768f), Short.MIN_VALUE, Short.MAX_VALUE));
        }
        return uri("audio/wav", wav.array());
    }

    /** Every third sample of what is left below 7.2 kHz (windowed sinc), so that nothing higher folds down. */
    static float[] third(float[] samples) {
        double cutoff = 0.15; // of the full rate
        double[] taps = new double[2 * HALF_TAPS + 1];
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            double t = i - HALF_TAPS;
            double sinc = t == 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t);
            taps[i] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * t / (HALF_TAPS + 1)));
            sum += taps[i];
        }
        int count = Math.min(samples.length, (int) (MOST_SECONDS * Sound.SAMPLE_RATE_HZ)) / 3;
        float[] result = new float[count];
        for (int n = 0; n < count; n++) {
            double value = 0;
            for (int i = 0; i < taps.length; i++) {
                int at = 3 * n + i - HALF_TAPS;
                value += at >= 0 && at < samples.length ? taps[i] / sum * samples[at] : 0;
            }
            result[n] = (float) value;
        }
        return result;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String uri(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        codec.close();
    }
}
