package dev.earsight.scene;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One short video that exists only as its description: frames and sound are made when asked for, the same bytes every time.
 * May be used from several threads at once. Backdrop and things are kept painted for each picture size used (about
 * 6 bytes per pixel), sound is not kept.
 */
public final class Scene {
    private final SceneConfig config;
    private final long index;
    private final Backdrop backdrop;
    private final List<Actor> actors;
    private final SoundPlan soundPlan;
    private final Motion camera;
    private final Optional<Stick> stick;
    private final ConcurrentHashMap<Long, Layers> layersBySize = new ConcurrentHashMap<>();

    Scene(SceneConfig config, long index, Backdrop backdrop, List<Actor> actors, SoundPlan soundPlan, Motion camera) {
        this(config, index, backdrop, actors, soundPlan, camera, Optional.empty());
    }

    Scene(
            SceneConfig config,
            long index,
            Backdrop backdrop,
            List<Actor> actors,
            SoundPlan soundPlan,
            Motion camera,
            Optional<Stick> stick) {
        this.config = config;
        this.index = index;
        this.backdrop = backdrop;
        this.actors = List.copyOf(actors);
        this.soundPlan = soundPlan;
        this.camera = camera;
        this.stick = stick;
    }

    /** What is painted once per picture size. */
    private record Layers(BufferedImage backdrop, int margin, List<Costume> costumes) {}

    /** The scene's name, the same for the same number: {@code scene-000042}. */
    public String name() {
        return name(index);
    }

    static String name(long index) {
        return "scene-%06d".formatted(index);
    }

    /** The scene's number in its set. */
    public long index() {
        return index;
    }

    /** Number of frames; frame {@code k} is shown at {@code k / framesPerSecond} seconds. */
    public int frameCount() {
        return config.frameCount();
    }

    /** Frame {@code k}, 0 to {@code frameCount - 1}, in the configured size. */
    public RgbImage frame(int k) {
        return frame(k, config.width(), config.height());
    }

    /** Frame {@code k} painted straight at another size; cheaper than scaling when it is smaller. */
    public RgbImage frame(int k, int width, int height) {
        if (k < 0 || k >= frameCount()) {
            throw new IndexOutOfBoundsException("Frame " + k + " of " + frameCount());
        }
        double t = k / (double) config.framesPerSecond();
        Layers layers = layers(width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double cameraX = cameraX(t, width, height);
        double cameraY = cameraY(t, width, height);
        graphics.drawImage(
                layers.backdrop,
                AffineTransform.getTranslateInstance(cameraX - layers.margin, cameraY - layers.margin),
                null);
        for (int i = 0; i < actors.size(); i++) {
            draw(graphics, i, t, layers, width, height);
        }
        stick.ifPresent(drawn -> drawn.draw(graphics, t, width, height, cameraX, cameraY));
        graphics.dispose();
        return rgb(image);
    }

    /** The thing number {@code actor} alone on a transparent ground, for tests against the truth. */
    BufferedImage alone(int actor, int k, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        draw(graphics, actor, k / (double) config.framesPerSecond(), layers(width, height), width, height);
        graphics.dispose();
        return image;
    }

    /**
     * The whole sound, mono at 48 kHz, as long as the clip. It is synthesized anew at each call: keep it.
     */
    public Sound sound() {
        return soundPlan.mixed();
    }

    /** What several microphones record, and the truth with the places of the things. It is made anew at each call: keep it. */
    public MultichannelRecorder.Recorded recorded(MultichannelRecorder recorder) {
        return recorder.record(truth(), soundPlan.tracks(), soundPlan.levelDb(), soundPlan.snrDb());
    }

    /** What is where and who sounds when. It is worked out anew at each call: keep it. */
    public SceneTruth truth() {
        Layers layers = layers(config.width(), config.height());
        List<List<Boolean>> soundsInFrames = Moments.soundsInFrames(
                actors.stream().map(Scene::events).toList(), frameCount(), config.framesPerSecond());
        List<SceneTruth.Thing> things = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            Actor actor = actors.get(i);
            List<Box> boxes = new ArrayList<>();
            for (int k = 0; k < frameCount(); k++) {
                boxes.add(box(actor, layers.costumes.get(i), k / (double) config.framesPerSecond()));
            }
            List<Interval> heard = config.playing().kit()
                    ? Moments.joined(events(actor), config.clipSeconds())
                    : soundPlan.intervalsOf(i);
            boolean told = actor.sounds() && actor.acting().isPresent();
            things.add(new SceneTruth.Thing(
                    actor.className(),
                    actor.sounds(),
                    boxes,
                    heard,
                    events(actor),
                    told ? soundsInFrames.get(i) : List.of(),
                    List.of()));
        }
        return soundPlan.truth(name() + ".mp4", config, index, things);
    }

    private static List<Interval> events(Actor actor) {
        return actor.acting().map(Acting::events).orElse(List.of());
    }

    /** The boxes of all things in frame {@code k}, in the order of the truth, without working out the sound. */
    List<Box> boxes(int k) {
        Layers layers = layers(config.width(), config.height());
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < actors.size(); i++) {
            boxes.add(box(actors.get(i), layers.costumes.get(i), k / (double) config.framesPerSecond()));
        }
        return boxes;
    }

    List<Actor> actors() {
        return actors;
    }

    private Box box(Actor actor, Costume costume, double t) {
        Sprite sprite = actor.sprite(costume, t);
        int width = config.width();
        int height = config.height();
        AffineTransform placed = actor.placed(t, width, height, cameraX(t, width, height), cameraY(t, width, height));
        double[] corners = new double[sprite.corners().length];
        placed.transform(sprite.corners(), 0, corners, 0, corners.length / 2);
        return Box.around(corners, width, height);
    }

    private void draw(Graphics2D graphics, int i, double t, Layers layers, int width, int height) {
        Sprite sprite = actors.get(i).sprite(layers.costumes.get(i), t);
        AffineTransform placed =
                actors.get(i).placed(t, width, height, cameraX(t, width, height), cameraY(t, width, height));
        placed.translate(-sprite.anchorX(), -sprite.anchorY());
        graphics.drawImage(sprite.image(), placed, null);
    }

    private double cameraX(double t, int width, int height) {
        return config.cameraJitter() * Math.min(width, height) * (2 * camera.x().at(t) - 1);
    }

    private double cameraY(double t, int width, int height) {
        return config.cameraJitter() * Math.min(width, height) * (2 * camera.y().at(t) - 1);
    }

    private Layers layers(int width, int height) {
        return layersBySize.computeIfAbsent(((long) width << 32) | height, size -> {
            int margin = config.cameraJitter() == 0 ? 0 : (int) (config.cameraJitter() * Math.min(width, height)) + 2;
            BufferedImage painted = backdrop.render(width + 2 * margin, height + 2 * margin);
            return new Layers(
                    painted,
                    margin,
                    actors.stream().map(actor -> actor.costume(width, height)).toList());
        });
    }

    private static RgbImage rgb(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] rgb = new byte[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = pixels[i];
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return new RgbImage(image.getWidth(), image.getHeight(), rgb);
    }
}
