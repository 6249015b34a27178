package dev.earsight.scene;

import dev.earsight.EarsightException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Things from files: cut-out pictures {@code OBJECTS/CLASS/*.png}, recordings {@code SOUNDS/CLASS/*} and backdrops
 * {@code BACKGROUNDS/*.jpg}. A class of the same name in both folders sounds; one with pictures only (as a rule called
 * {@code silent}) does not. Files that turn out unreadable are listed and another one is drawn in their place.
 *
 * <p>There are few files of a class, so each is varied: pictures in light, color, turn and proportions, recordings in speed
 * and room, backdrops in the part that is shown. How wide a recording's spectrum is tells its collection and so its class: by
 * default every sound goes through a random low-pass, which levels that. (The level itself is set when a scene is mixed.)
 */
public final class FileThings implements ThingSource {
    /** Raised when the same files begin to give other things. */
    private static final int VERSION = 3;

    private static final int TRIES = 50;

    /** Recordings are played at this speed at least, and at most at its inverse: nearly four semitones either way. */
    private static final double SLOWEST = 0.8;

    private static final List<String> PICTURES = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");
    private static final List<String> SPLITS = List.of("train", "val", "test");

    private final Map<String, List<Path>> pictures;
    private final Map<String, List<Path>> sounds;
    private final List<Path> backdrops;
    private final boolean lowPass;
    private final String fingerprint;
    private final Map<Path, String> unreadable = new ConcurrentSkipListMap<>();
    private final PictureShelf cutOuts = new PictureShelf(256, 256L << 20);
    private final PictureShelf scenery = new PictureShelf(640, 128L << 20);
    private final RecentlyUsed<Path, Recording> recordings =
            new RecentlyUsed<>(384L << 20, recording -> 2L * recording.samples().length);

    private FileThings(Path objects, Path sounds, @Nullable Path backgrounds, boolean lowPass) {
        this.pictures = byClass(objects, FileThings::isPicture);
        this.sounds = byClass(sounds, file -> !isHidden(file));
        this.backdrops = backgrounds == null ? List.of() : files(backgrounds, FileThings::isPicture);
        this.lowPass = lowPass;
        if (soundingClasses().isEmpty()) {
            throw new EarsightException("No class has both pictures in " + objects + " and recordings in " + sounds
                    + "; each needs a folder of the class's name with files in it.");
        }
        List<String> all = new ArrayList<>();
        pictures.values().forEach(list -> list.forEach(file -> all.add(described(objects, file))));
        this.sounds.values().forEach(list -> list.forEach(file -> all.add(described(sounds, file))));
        backdrops.forEach(file -> all.add(described(file.toAbsolutePath().getParent(), file)));
        fingerprint = "files " + Fingerprint.of(VERSION + "|" + lowPass + String.join("\n", all));
    }

    /**
     * Things from folders of class folders, without backdrops.
     *
     * @throws EarsightException when a folder cannot be read or no class has both pictures and sounds
     */
    public static FileThings of(Path objects, Path sounds) {
        return new FileThings(objects, sounds, null, true);
    }

    /** The same with a folder of background pictures. */
    public static FileThings of(Path objects, Path sounds, Path backgrounds) {
        return new FileThings(objects, sounds, backgrounds, true);
    }

    /** The same with the recordings' full bandwidth, which gives classes away. */
    public static FileThings ofFullBandwidth(Path objects, Path sounds, Path backgrounds) {
        return new FileThings(objects, sounds, backgrounds, false);
    }

    /** Files met so far that could not be used, each with the reason. */
    public Map<Path, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    @Override
    public List<String> soundingClasses() {
        return pictures.keySet().stream().filter(sounds::containsKey).toList();
    }

    @Override
    public List<String> silentClasses() {
        return pictures.keySet().stream()
                .filter(name -> !sounds.containsKey(name))
                .toList();
    }

    @Override
    public Look look(String className, RandomGenerator random) {
        BufferedImage picture = readable(pictures, className, random, cutOuts::picture);
        return new PictureLook(picture, PictureLook.Light.drawn(random));
    }

    @Override
    public float[] sound(String className, int sampleCount, RandomGenerator random) {
        Recording recording =
                readable(sounds, className, random, file -> recordings.computeIfAbsent(file, Recording::read));
        float[] samples = recording.cropped(sampleCount, Dice.octaves(random, SLOWEST, 1 / SLOWEST), random);
        double hertz = Dice.octaves(random, 3500, 8000);
        if (lowPass) {
            SoundColor room = new SoundColor(hertz, Dice.between(random, 0.02, 0.09), Dice.between(random, 0, 0.3));
            room.apply(samples);
            // 24 dB per octave, or the original edge would still show.
            new SoundColor(hertz, 0.02, 0).apply(samples);
        }
        return samples;
    }

    @Override
    public Optional<Backdrop> backdrop(RandomGenerator random) {
        if (backdrops.isEmpty()) {
            return Optional.empty();
        }
        BufferedImage picture = readable(Map.of("", backdrops), "", random, scenery::picture);
        PictureLook.Light light = PictureLook.Light.drawn(random);
        boolean mirrored = random.nextBoolean();
        double zoom = Dice.octaves(random, 1, 2.5);
        double shiftX = random.nextDouble();
        double shiftY = random.nextDouble();
        return Optional.of((width, height) -> {
            BufferedImage image = picture;
            double scale = zoom * Math.max(width / (double) image.getWidth(), height / (double) image.getHeight());
            while (scale <= 0.5) {
                image = PictureShelf.halved(image);
                scale = zoom * Math.max(width / (double) image.getWidth(), height / (double) image.getHeight());
            }
            AffineTransform place = AffineTransform.getTranslateInstance(
                    shiftX * (width - scale * image.getWidth()), shiftY * (height - scale * image.getHeight()));
            if (mirrored) {
                place.preConcatenate(new AffineTransform(-1, 0, 0, 1, width, 0));
            }
            place.scale(scale, scale);
            BufferedImage rendered = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = rendered.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(image, place, null);
            graphics.dispose();
            int[] pixels = ((DataBufferInt) rendered.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] |= 0xff000000;
            }
            light.shine(pixels);
            return rendered;
        });
    }

    @Override
    public double largestTurn() {
        return 0.2; // photographs stand nearly upright
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * A file of the class that can be read. The draw goes on with the same random numbers after a failure, so that the
     * same file is met in the same place whatever was read before.
     */
    private <T> T readable(
            Map<String, List<Path>> files, String className, RandomGenerator random, Function<Path, T> read) {
        List<Path> candidates = files.getOrDefault(className, List.of());
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("There are no files of class '" + className + "'");
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Path file = Dice.pick(random, candidates);
            if (unreadable.containsKey(file)) {
                continue;
            }
            try {
                return read.apply(file);
            } catch (EarsightException e) {
                unreadable.put(file, String.valueOf(e.getMessage()));
            }
        }
        throw new EarsightException("None of the files of class '" + className + "' can be read, such as "
                + candidates.getFirst() + "; remove the class or mend its files.");
    }

    private static Map<String, List<Path>> byClass(Path folder, Function<Path, Boolean> wanted) {
        Map<String, List<Path>> byClass = new TreeMap<>();
        for (Path classFolder : files(folder, Files::isDirectory)) {
            List<Path> files = files(classFolder, file -> !Files.isDirectory(file) && wanted.apply(file));
            if (!files.isEmpty()) {
                byClass.put(String.valueOf(classFolder.getFileName()), files);
            }
        }
        if (byClass.isEmpty() && SPLITS.stream().anyMatch(split -> Files.isDirectory(folder.resolve(split)))) {
            throw new EarsightException(
                    folder + " is divided into splits; name one of them, for example " + folder.resolve("train") + ".");
        }
        return byClass;
    }

    private static List<Path> files(Path folder, Function<Path, Boolean> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !isHidden(file) && wanted.apply(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EarsightException(folder + " cannot be read as a folder: " + e.getMessage(), e);
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return PICTURES.stream().anyMatch(name::endsWith);
    }

    private static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    private static String described(@Nullable Path folder, Path file) {
        try {
            Path name = folder == null ? file : folder.toAbsolutePath().relativize(file.toAbsolutePath());
            return name.toString().replace('\\', '/') + " " + Files.size(file);
        } catch (IOException e) {
            return file.toString();
        }
    }
}
