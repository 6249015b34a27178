package dev.earsight.cli;

import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Bootstrap;
import dev.earsight.evaluate.Measure;
import dev.earsight.localize.Peak;
import dev.earsight.microphones.Direction;
import dev.earsight.microphones.Fusion;
import dev.earsight.microphones.MicrophoneArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Network, microphones and both on the same seconds, under the same rules: all point at a cell of the same grid, within the picture. Intervals are over scenes.
 */
final class FusedMeasures {
    private static final double FAR_DEGREES = 10;
    private static final Peak CENTER = new Peak(0.5, 0.5, 1, 0, 0);

    private final Fusion fusion;
    private final long seed;

    FusedMeasures(Fusion fusion, long seed) {
        this.fusion = fusion;
        this.seed = seed;
    }

    /** What one of the contestants says of a moment. */
    private record Said(Peak peak, boolean visible) {}

    private enum Contestant {
        LEARNED,
        ACOUSTIC,
        FUSED
    }

    private Said said(Contestant who, FusedScenes.Moment moment) {
        return switch (who) {
            case LEARNED -> new Said(moment.seen().peak(), moment.seen().visible());
            case ACOUSTIC -> {
                Fusion.Answer alone = fusion.withWeight(1).fuse(moment.seen(), moment.heard());
                // Where they hear no direction the map is flat: they point at nothing in particular.
                yield new Said(moment.heard().source().isPresent() ? alone.peak() : CENTER, alone.inView() > 0.5);
            }
            case FUSED -> {
                Fusion.Answer both = fusion.fuse(moment.seen(), moment.heard());
                yield new Said(both.peak(), both.visible());
            }
        };
    }

    List<Measure> of(List<FusedScenes.Moment> moments) {
        List<FusedScenes.Moment> inSight =
                moments.stream().filter(moment -> !moment.boxes().isEmpty()).toList();
        List<Measure> measures = new ArrayList<>();
        if (!inSight.isEmpty()) {
            double chance = inSight.stream()
                    .mapToDouble(moment -> Math.min(
                            1,
                            moment.boxes().stream()
                                    .mapToDouble(box -> box.area())
                                    .sum()))
                    .average()
                    .orElse(0);
            double center = share(inSight, moment -> moment.onTarget(0.5, 0.5) ? 1 : 0);
            for (Contestant who : Contestant.values()) {
                measures.add(mean("pointing", who, inSight, chance, moment -> {
                            Peak peak = said(who, moment).peak();
                            return moment.onTarget(peak.x(), peak.y()) ? 1 : 0;
                        })
                        .with(new Baseline("center", center)));
            }
            for (Contestant who : Contestant.values()) {
                measures.add(mean("pointing and said to be visible", who, inSight, Double.NaN, moment -> {
                    Said said = said(who, moment);
                    return said.visible()
                                    && moment.onTarget(
                                            said.peak().x(), said.peak().y())
                            ? 1
                            : 0;
                }));
            }
            double[] centerErrors = errors(inSight, _ -> CENTER);
            for (Contestant who : Contestant.values()) {
                double[] errors = errors(inSight, moment -> said(who, moment).peak());
                measures.add(median(who, inSight, errors).with(new Baseline("center", median(centerErrors))));
            }
            for (Contestant who : Contestant.values()) {
                double[] errors = errors(inSight, moment -> said(who, moment).peak());
                measures.add(mean(
                                "more than 10 degrees off",
                                who,
                                inSight,
                                Double.NaN,
                                moment -> errors[inSight.indexOf(moment)] > FAR_DEGREES ? 1 : 0)
                        .with(new Baseline("center", far(centerErrors))));
            }
        }
        List<FusedScenes.Moment> none =
                moments.stream().filter(moment -> moment.boxes().isEmpty()).toList();
        measures.addAll(falseAlarms(
                "sound from outside",
                none.stream().filter(moment -> !moment.silence()).toList()));
        measures.addAll(falseAlarms(
                "silence", none.stream().filter(FusedScenes.Moment::silence).toList()));
        return measures;
    }

    private List<Measure> falseAlarms(String on, List<FusedScenes.Moment> moments) {
        return moments.isEmpty()
                ? List.of()
                : Arrays.stream(Contestant.values())
                        .map(who -> mean(
                                "false alarms on " + on,
                                who,
                                moments,
                                Double.NaN,
                                moment -> said(who, moment).visible() ? 1 : 0))
                        .toList();
    }

    private static double share(List<FusedScenes.Moment> moments, ToDoubleFunction<FusedScenes.Moment> value) {
        return moments.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private static String name(String what, Contestant who) {
        return what + ", " + who.name().toLowerCase(Locale.ROOT);
    }

    private Measure mean(
            String what,
            Contestant who,
            List<FusedScenes.Moment> moments,
            double chance,
            ToDoubleFunction<FusedScenes.Moment> value) {
        double[] values = moments.stream().mapToDouble(value).toArray();
        String[] scenes = moments.stream().map(FusedScenes.Moment::scene).toArray(String[]::new);
        return new Measure(
                name(what, who),
                Arrays.stream(values).average().orElse(Double.NaN),
                values.length,
                Bootstrap.mean(values, scenes, seed),
                chance,
                List.of());
    }

    private Measure median(Contestant who, List<FusedScenes.Moment> moments, double[] errors) {
        List<String> scenes = new ArrayList<>(new LinkedHashSet<>(
                moments.stream().map(FusedScenes.Moment::scene).toList()));
        int[] sceneOf = moments.stream()
                .mapToInt(moment -> scenes.indexOf(moment.scene()))
                .toArray();
        return new Measure(
                name("median angular error in degrees", who),
                median(errors),
                errors.length,
                Bootstrap.of(scenes.size(), seed, times -> {
                    List<Double> drawn = new ArrayList<>();
                    for (int i = 0; i < errors.length; i++) {
                        for (int again = 0; again < times[sceneOf[i]]; again++) {
                            drawn.add(errors[i]);
                        }
                    }
                    return median(
                            drawn.stream().mapToDouble(Double::doubleValue).toArray());
                }),
                Double.NaN,
                List.of());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double far(double[] errors) {
        return Arrays.stream(errors).filter(error -> error > FAR_DEGREES).count() / (double) errors.length;
    }

    private static double[] errors(List<FusedScenes.Moment> moments, Function<FusedScenes.Moment, Peak> peak) {
        return moments.stream()
                .mapToDouble(moment -> error(moment, peak.apply(moment)))
                .toArray();
    }

    /** To the nearest of what sounds, after projection back; in azimuth alone where the microphones stand in a line. */
    private static double error(FusedScenes.Moment moment, Peak peak) {
        Direction said = FusedView.directionOf(moment.array(), peak);
        boolean linear = moment.array().shape() == MicrophoneArray.Shape.LINEAR;
        return moment.directions().stream()
                .mapToDouble(truth ->
                        linear ? Math.abs(truth.azimuthDegrees() - said.azimuthDegrees()) : truth.degreesTo(said))
                .min()
                .orElse(180);
    }
}
