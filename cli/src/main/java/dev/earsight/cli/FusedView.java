package dev.earsight.cli;

import dev.earsight.localize.Localizer;
import dev.earsight.localize.Overlay;
import dev.earsight.localize.OverlayStyle;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.localize.VideoLocalizer;
import dev.earsight.media.RgbImage;
import dev.earsight.microphones.AcousticView;
import dev.earsight.microphones.CameraModel;
import dev.earsight.microphones.Direction;
import dev.earsight.microphones.Fusion;
import dev.earsight.microphones.Heard;
import dev.earsight.microphones.MicrophoneArray;
import dev.earsight.microphones.Pixel;
import dev.earsight.microphones.SoundSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What network, microphones and both say of one moment of a video after the other: in words, as JSON, as three pictures side by side. */
final class FusedView {
    private static final int GAP_PIXELS = 4;

    private final Fusion fusion;
    private final OverlayStyle style;
    private final ArrayBeside.Video microphones;
    private final HeardLine lines;
    private Optional<Moment> last = Optional.empty();

    /** Both answers to one moment, and the fused one. */
    private record Moment(Localizer.Answer seen, AcousticView heard, Fusion.Answer fused) {}

    FusedView(ArrayBeside.Video microphones, Fusion fusion, OverlayStyle style) {
        this.microphones = microphones;
        this.fusion = fusion;
        this.style = style;
        this.lines = new HeardLine(microphones.array());
    }

    /** Takes the network's answer and listens to the same second. */
    void take(VideoLocalizer.Timed timed) {
        last = timed.answer().map(seen -> {
            AcousticView heard = microphones.hear(timed.seconds(), seen.map());
            return new Moment(seen, heard, fusion.fuse(seen, heard));
        });
    }

    /** Such as {@code sounds at x 30 %, y 40 % (p 0.90, learned alone 0.55, azimuth -12.0 elevation 3.1)}. */
    String inWords() {
        return last.map(moment -> {
                    Fusion.Answer fused = moment.fused();
                    String learned = String.format(
                            Locale.ROOT, "learned alone %.2f", moment.seen().probability());
                    String tail = String.format(
                            Locale.ROOT, "(p %.2f, %s; %s)", fused.probability(), learned, direction(moment));
                    return fused.visible()
                            ? String.format(
                                    Locale.ROOT,
                                    "sounds at x %.0f %%, y %.0f %% %s",
                                    100 * fused.peak().x(),
                                    100 * fused.peak().y(),
                                    tail)
                            : "nothing visible makes this sound " + tail;
                })
                .orElse("no sound");
    }

    private static String direction(Moment moment) {
        return moment.heard()
                .source()
                .map(source -> String.format(
                        Locale.ROOT,
                        "microphones %.0f, %.0f degrees%s",
                        source.direction().azimuthDegrees(),
                        source.direction().elevationDegrees(),
                        moment.heard().inView() ? "" : " out of view"))
                .orElse("microphones no direction");
    }

    /** Adds {@code directions}, {@code microphones} and {@code fused} to an answer. */
    void addTo(Map<String, Object> object) {
        last.ifPresent(moment -> {
            Fusion.Answer fused = moment.fused();
            object.put("direction", direction(moment.seen().peak()));
            Map<String, Object> heard = new LinkedHashMap<>();
            Map<String, Object> named = lines.object(
                    new Heard(
                            0,
                            0,
                            0,
                            false,
                            moment.heard().source().stream().toList(),
                            moment.heard().faults()),
                    0);
            heard.put("sources", named.get("sources"));
            heard.put("in_view", fused.inView());
            heard.put("weight", fused.weight());
            heard.put("faults", named.get("faults"));
            object.put("microphones", heard);
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("visible", fused.visible());
            both.put("probability", fused.probability());
            Map<String, Object> peak = new LinkedHashMap<>();
            peak.put("x", fused.peak().x());
            peak.put("y", fused.peak().y());
            peak.put("score", fused.peak().score());
            both.put("peak", peak);
            both.put("direction", direction(fused.peak()));
            both.put("boxes", fused.boxes());
            object.put("fused", both);
        });
    }

    private Map<String, Object> direction(Peak peak) {
        Direction direction = directionOf(microphones.array(), peak);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("azimuth_degrees", Math.rint(direction.azimuthDegrees() * 100) / 100);
        object.put("elevation_degrees", Math.rint(direction.elevationDegrees() * 100) / 100);
        return object;
    }

    /** In which direction the camera sees a place of the picture. */
    static Direction directionOf(MicrophoneArray array, Peak peak) {
        CameraModel camera = array.camera().orElseThrow();
        return Direction.of(camera.ray(new Pixel(peak.x() * camera.width() - 0.5, peak.y() * camera.height() - 0.5)));
    }

    /** Learned, acoustic and fused map from left to right. */
    RgbImage paint(RgbImage picture, Optional<Localizer.Answer> answer) {
        if (last.isEmpty() || answer.isEmpty()) {
            ScoreMap nothing = new ScoreMap(1, 1, new float[1]);
            RgbImage plain = Overlay.draw(picture, nothing, Optional.empty(), List.of(), "", plain());
            return beside(
                    Overlay.draw(picture, nothing, Optional.empty(), List.of(), "no sound", plain()), plain, plain);
        }
        Moment moment = last.get();
        Fusion.Answer fused = moment.fused();
        String learned =
                String.format(Locale.ROOT, "learned %.2f", moment.seen().probability());
        Optional<SoundSource> source = moment.heard().source();
        ScoreMap acoustic = fused.acoustic();
        RgbImage heard = Overlay.draw(
                picture,
                acoustic,
                source.filter(_ -> moment.heard().inView()).map(_ -> acoustic.peak()),
                List.of(),
                direction(moment),
                plain());
        RgbImage both = Overlay.draw(
                picture,
                fused.map(),
                fused.visible() ? Optional.of(fused.peak()) : Optional.empty(),
                fused.boxes(),
                String.format(
                        Locale.ROOT,
                        fused.visible() ? "both %.2f" : "both %.2f (nothing visible)",
                        fused.probability()),
                style.withPictureBeside(false));
        return beside(Overlay.draw(picture, moment.seen(), learned, plain()), heard, both);
    }

    private OverlayStyle plain() {
        return style.withPictureBeside(false).withColorBar(false);
    }

    private static RgbImage beside(RgbImage... pictures) {
        int width = GAP_PIXELS * (pictures.length - 1);
        for (RgbImage picture : pictures) {
            width += picture.width();
        }
        int height = pictures[0].height();
        byte[] rgb = new byte[3 * width * height];
        int left = 0;
        for (RgbImage picture : pictures) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(
                        picture.rgb(), 3 * picture.width() * y, rgb, 3 * (width * y + left), 3 * picture.width());
            }
            left += picture.width() + GAP_PIXELS;
        }
        return new RgbImage(width, height, rgb);
    }
}
