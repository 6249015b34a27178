package dev.earsight.bench;

import dev.earsight.leakage.Item;
import dev.earsight.leakage.ItemSet;
import dev.earsight.leakage.Kind;
import dev.earsight.leakage.Overlap;
import dev.earsight.leakage.PictureHash;
import dev.earsight.leakage.SoundPrint;
import dev.earsight.leakage.SplitComparison;
import dev.earsight.media.ImageFile;
import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import dev.earsight.media.VideoFormat;
import dev.earsight.media.VideoSettings;
import dev.earsight.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the limits of `evaluate --check-splits` rest on: how far copies of your pictures and recordings lie from the originals, and
 * different ones from each other.
 */
public final class CopyDistances {
    private static final int RATE = Sound.SAMPLE_RATE_HZ;
    private static final int JUDGED_SAMPLES = 2 * RATE;
    private static final int JUDGED_WORDS = 32;

    private CopyDistances() {}

    /** @param arguments a folder of pictures or videos (first frame), a folder of recordings, of at least 2 s to be counted */
    public static void main(String[] arguments) throws IOException {
        pictures(files(Path.of(arguments[0])));
        sounds(files(Path.of(arguments[1])));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*\\.(json|csv|txt|md)"))
                    .sorted()
                    .toList();
        }
    }

    private static void pictures(List<Path> files) {
        List<RgbImage> pictures = files.stream().map(ImageFile::read).toList();
        List<OptionalLong> hashes = pictures.stream().map(PictureHash::of).toList();
        Map<String, UnaryOperator<RgbImage>> changes = new LinkedHashMap<>();
        changes.put("half size", image -> image.resized(image.width() / 2, image.height() / 2));
        changes.put("224x224", image -> image.resized(224, 224));
        changes.put("64x64", image -> image.resized(64, 64));
        changes.put("JPEG 50", image -> jpeg(image, 50));
        changes.put("JPEG 10", image -> jpeg(image, 10));
        changes.put("40 brighter", image -> levels(image, value -> value + 40));
        changes.put("40 darker", image -> levels(image, value -> value - 40));
        changes.put("contrast 0.6", image -> levels(image, value -> 128 + 0.6 * (value - 128)));
        changes.put("gamma 0.6", image -> levels(image, value -> 255 * Math.pow(value / 255, 0.6)));
        changes.put("gamma 1.6", image -> levels(image, value -> 255 * Math.pow(value / 255, 1.6)));
        changes.forEach((name, change) -> {
            int[] counts = new int[65];
            for (int i = 0; i < pictures.size(); i++) {
                OptionalLong copy = PictureHash.of(change.apply(pictures.get(i)));
                if (hashes.get(i).isPresent() && copy.isPresent()) {
                    counts[PictureHash.distance(hashes.get(i).getAsLong(), copy.getAsLong())]++;
                }
            }
            System.out.println(name + ": pictures by distance " + Arrays.toString(Arrays.copyOf(counts, 21)));
        });
        int[] others = new int[65];
        for (int i = 0; i < pictures.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (hashes.get(i).isPresent() && hashes.get(j).isPresent()) {
                    others[
                            PictureHash.distance(
                                    hashes.get(i).getAsLong(), hashes.get(j).getAsLong())]++;
                }
            }
        }
        System.out.println("different pictures: pairs by distance " + Arrays.toString(others));
    }

    private static RgbImage jpeg(RgbImage image, int quality) {
        try (JpegCodec codec = new JpegCodec()) {
            byte[] jpeg = codec.encode(image, quality);
            return codec.decode(jpeg, 0, jpeg.length);
        }
    }

    private static RgbImage levels(RgbImage image, DoubleUnaryOperator change) {
        byte[] rgb = new byte[image.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.clamp(Math.round(change.applyAsDouble(image.rgb()[i] & 255)), 0, 255);
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    private static void sounds(List<Path> files) throws IOException {
        List<float[]> sounds = new ArrayList<>();
        for (Path file : files) {
            float[] samples = SoundFile.read(file).samples();
            if (samples.length >= JUDGED_SAMPLES) {
                sounds.add(samples);
            }
        }
        ItemSet originals = set("originals", sounds);
        Path folder = Files.createTempDirectory("copies");
        Map<String, UnaryOperator<float[]>> changes = new LinkedHashMap<>();
        changes.put("20 dB quieter", sound -> louder(sound, 0.1f));
        changes.put("12 dB louder, clipped", sound -> louder(sound, 4));
        changes.put("cut by 10 ms", sound -> cut(sound, 480));
        changes.put("cut by 0.44 s", sound -> cut(sound, 21_033));
        for (VideoFormat format : List.of(VideoFormat.MP3, VideoFormat.M4A_AAC, VideoFormat.OGG_OPUS)) {
            changes.put(format.name(), sound -> through(format, sound, folder));
            changes.put(
                    format + ", cut by 0.44 s, 10 dB quieter",
                    sound -> through(format, cut(louder(sound, 0.316f), 21_033), folder));
        }
        changes.put("backwards (no copy)", CopyDistances::backwards);
        changes.forEach((name, change) -> {
            ItemSet copies = set(name, sounds.stream().map(change).toList());
            List<Overlap> found =
                    new SplitComparison(EnumSet.of(Kind.SOUND), (_, _) -> {}).of(List.of(originals, copies));
            double[] own = found.stream()
                    .filter(pair -> pair.first().equals(pair.second()))
                    .mapToDouble(Overlap::distance)
                    .sorted()
                    .toArray();
            long judged = copies.items().stream()
                    .filter(item -> Arrays.stream(item.sound())
                                    .filter(word -> word != 0)
                                    .count()
                            >= JUDGED_WORDS)
                    .count();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d of %d found, median distance %.3f; %d pairs with others%n",
                    name,
                    own.length,
                    judged,
                    own.length == 0 ? Double.NaN : own[own.length / 2],
                    found.size() - own.length);
        });
    }

    private static ItemSet set(String name, List<float[]> sounds) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < sounds.size(); i++) {
            items.add(new Item("" + i, "" + i, Optional.empty(), new long[0], SoundPrint.of(sounds.get(i))));
        }
        return new ItemSet(name, items);
    }

    private static float[] louder(float[] sound, float gain) {
        float[] louder = new float[sound.length];
        for (int i = 0; i < sound.length; i++) {
            louder[i] = Math.clamp(gain * sound[i], -1f, 1f);
        }
        return louder;
    }

    private static float[] cut(float[] sound, int samples) {
        return Arrays.copyOfRange(sound, samples, sound.length);
    }

    private static float[] backwards(float[] sound) {
        float[] backwards = new float[sound.length];
        for (int i = 0; i < sound.length; i++) {
            backwards[i] = sound[sound.length - 1 - i];
        }
        return backwards;
    }

    private static float[] through(VideoFormat format, float[] sound, Path folder) {
        Path file = folder.resolve("copy." + format);
        try (VideoWriter writer = VideoWriter.create(file, VideoSettings.soundOnly(format, 1, RATE))) {
            writer.write(sound);
        }
        return SoundFile.read(file).samples();
    }
}
