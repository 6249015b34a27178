package dev.earsight.diagnose;

import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Interval;
import dev.earsight.evaluate.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A {@link Diagnosis} in sentences. Each rule looks at an interval: a change is claimed only where its whole interval lies on one
 * side of zero, and that something hardly matters only where its whole interval lies closer than {@value #MARGIN} to zero.
 * What is neither is listed as not decided.
 */
public final class Findings {
    /** A change below five points of a hundred does not matter. */
    static final double MARGIN = 0.05;

    /** Vectors more alike than this have collapsed. */
    static final double COLLAPSED = 0.95;

    /** A map whose higher half keeps at least so much hardly moves. */
    static final double STILL = 0.9;

    private final Diagnosis diagnosis;
    private final List<String> sentences = new ArrayList<>();

    private Findings(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /** All that can be said. */
    public static List<String> of(Diagnosis diagnosis) {
        Findings findings = new Findings(diagnosis);
        findings.skill(diagnosis.undisturbed().getFirst());
        findings.effects();
        diagnosis.probes().forEach(findings::probe);
        diagnosis.spreads().forEach(findings::spread);
        diagnosis.movement().ifPresent(findings::movement);
        findings.operatingPoint(diagnosis.operatingChoice());
        return List.copyOf(findings.sentences);
    }

    private void skill(Measure accuracy) {
        String figures = figures(accuracy.value(), accuracy.interval(), accuracy.n()) + ", chance 50 %";
        Interval interval = accuracy.interval();
        if (interval.low() > 0.5) {
            say("It tells matched from mismatched pairs: accuracy %s.", figures);
        } else if (interval.high() < 0.5) {
            say("It is worse than guessing: accuracy %s.", figures);
        } else {
            say("It cannot be told from guessing (accuracy %s): what follows says little.", figures);
        }
    }

    private void effects() {
        List<String> undecided = new ArrayList<>();
        for (Effect effect : diagnosis.effects()) {
            boolean said = effect.disturbance().leavesNothing() ? false : answers(effect);
            said |= special(effect);
            said |= task(effect);
            if (!said && !effect.disturbance().leavesNothing()) {
                undecided.add(effect.disturbance().label());
            }
        }
        if (!undecided.isEmpty()) {
            say("No effect was shown, nor that there is none: %s.", String.join("; ", undecided));
        }
        if (!diagnosis.effects().isEmpty()) {
            say(
                    "%d changes were tried; with 95 %% intervals about one in twenty stands out by accident.",
                    diagnosis.effects().size());
        }
    }

    /** Whether matches are told from mismatches: by accuracy or, where the threshold hides it, by rank. */
    private boolean answers(Effect effect) {
        Disturbance disturbance = effect.disturbance();
        for (Change change : effect.changes()) {
            boolean counted =
                    change.measure().equals(Effect.ACCURACY) || change.measure().equals(Effect.AREA);
            if (counted && (change.falls() || change.rises())) {
                say(
                        "%s: %s; %s.",
                        capitalized(disturbance.label()),
                        inWords(change),
                        change.falls() ? leansOn(disturbance) : isBetterFor(disturbance));
                return true;
            }
        }
        Change accuracy = effect.ofAccuracy();
        if (accuracy.difference().low() > -MARGIN && accuracy.difference().high() < MARGIN) {
            say(
                    "%s: accuracy stays within %.0f points (%s).",
                    capitalized(disturbance.label()), 100 * MARGIN, points(accuracy.difference()));
            return true;
        }
        return false;
    }

    private static String leansOn(Disturbance disturbance) {
        return switch (disturbance) {
            case SHIFTED_SOUND -> "it goes by what is heard at that moment, not only by what the clip sounds like";
            case NOISE -> "how loud a sound is does not replace it";
            case AAC_SOUND, MP3_SOUND -> "it leans on what a codec changes: its traces, or the finest detail";
            case JITTER -> "it leans on how the sound lies on the grid of frames";
            case JITTERED_MISMATCHES -> "it takes a sound off the grid of frames for a match";
            case COLORLESS_PICTURE -> "it leans on color";
            case BLURRED_PICTURE -> "it leans on detail finer than a sixteenth of the picture";
            case MIRRORED_PICTURE -> "left and right are not alike to it, as with lettering or one-sided pictures";
            case JPEG_PICTURE -> "it leans on what compression takes: fine detail and color";
            case MASKED_CORNERS -> "it leans on the corners, where watermarks are";
            case MASKED_CENTER -> "it leans on the middle quarter of the picture";
            case SILENCE, SHUFFLED_SOUND, GREY_PICTURE -> "nothing is left to go by";
        };
    }

    private static String isBetterFor(Disturbance disturbance) {
        return disturbance == Disturbance.JITTERED_MISMATCHES
                ? "it hears whether a sound lies on the grid of frames, the shortcut that safe sampling prevents"
                : "what was taken away misled it";
    }

    /** What only some disturbances can show. */
    private boolean special(Effect effect) {
        Disturbance disturbance = effect.disturbance();
        Measure after = effect.accuracy();
        boolean said = false;
        boolean onlyLevel = disturbance == Disturbance.NOISE;
        if ((disturbance.leavesNothing() || onlyLevel) && after.interval().low() > 0.5) {
            say(
                    "%s still leaves an accuracy of %s: %s.",
                    capitalized(disturbance.label()),
                    figures(after.value(), after.interval(), after.n()),
                    onlyLevel ? "loudness alone tells matches" : "the pairs themselves give matches away");
            said = true;
        }
        if (disturbance == Disturbance.SILENCE || onlyLevel) {
            for (Change change : effect.changes()) {
                if (change.measure().equals(Effect.FALSE_ALARMS) && (change.rises() || change.falls())) {
                    say(
                            "To %s it says yes %s often than to a sound of another source: %.1f %% against %.1f %% (%s).",
                            disturbance.label(),
                            change.rises() ? "more" : "less",
                            100 * change.after(),
                            100 * change.before(),
                            points(change.difference()));
                    said = true;
                }
            }
        }
        return said;
    }

    /** Pointing and search. */
    private boolean task(Effect effect) {
        boolean said = false;
        for (Change change : effect.changes()) {
            if (!change.measure().equals(Effect.POINTING) && !change.measure().equals(Effect.RECALL)) {
                continue;
            }
            String label = capitalized(effect.disturbance().label());
            if (change.falls() || change.rises()) {
                say("%s: %s.", label, inWords(change));
                said = true;
            } else if (effect.disturbance() == Disturbance.SHUFFLED_SOUND
                    && change.difference().low() > -MARGIN) {
                say(
                        "%s: %s loses less than %.0f points (%s): it does not need the right sound.",
                        label, change.measure(), 100 * MARGIN, points(change.difference()));
                said = true;
            }
        }
        return said;
    }

    private void probe(Measure probe) {
        String figures = figures(probe.value(), probe.interval(), probe.n());
        if (probe.interval().low() > 0.5) {
            say(
                    "The %s tells matched from mismatched training pairs (%s): the pairs leak, and a network can learn without "
                            + "comparing.",
                    probe.name(), figures);
        } else if (probe.interval().high() < 0.5 + MARGIN) {
            say("The %s does not tell matched from mismatched training pairs (%s).", probe.name(), figures);
        } else {
            say("Whether the %s gives training pairs away is not decided (%s).", probe.name(), figures);
        }
    }

    private void spread(Spread spread) {
        String figures = String.format(
                Locale.ROOT,
                "mean cosine %.2f (%.2f to %.2f; n %,d), effective rank %.1f of %d, round noise %.1f",
                spread.similarity(),
                spread.similarityInterval().low(),
                spread.similarityInterval().high(),
                spread.n(),
                spread.effectiveRank(),
                Math.min(spread.size(), spread.n() - 1),
                spread.roundRank());
        if (spread.similarityInterval().low() > COLLAPSED) {
            say("The vectors of %s have collapsed: %s.", spread.of(), figures);
        } else if (spread.similarityInterval().high() < COLLAPSED) {
            say("The vectors of %s have not collapsed: %s.", spread.of(), figures);
        } else {
            say("Whether the vectors of %s have collapsed is not decided: %s.", spread.of(), figures);
        }
    }

    private void movement(MapMovement movement) {
        Measure overlap = movement.overlap();
        Measure distance = movement.peakDistance();
        String moves = String.format(
                Locale.ROOT,
                "its higher half overlaps by %s (%s), its peak goes %.2f of the picture's side (%.2f to %.2f; %s)",
                figures(overlap.value(), overlap.interval(), overlap.n()),
                baselines(overlap, "%.0f %%", 100),
                distance.value(),
                distance.interval().low(),
                distance.interval().high(),
                baselines(distance, "%.2f", 1));
        Optional<Change> pointing = movement.interactivePointing();
        String both = movement.interactivePointing().stream()
                .map(change -> String.format(
                        Locale.ROOT,
                        "right under both sounds of two things in view %.1f %% (constant map %.1f %%, difference %s, n %,d)",
                        100 * change.after(),
                        100 * change.before(),
                        points(change.difference()),
                        change.n()))
                .collect(Collectors.joining());
        String iou = movement.interactiveIou()
                .map(change -> String.format(
                        Locale.ROOT,
                        "; IIoU %.1f %%, constant map %.1f %%",
                        100 * change.after(),
                        100 * change.before()))
                .orElse("");
        say("When the sound changes: %s.", moves);
        if (pointing.isPresent()) {
            Change change = pointing.get();
            if (change.rises()) {
                say("The map follows the sound: %s%s.", both, iou);
            } else if (change.difference().high() < MARGIN) {
                say("The map hardly follows the sound: %s%s: it finds salient things, it does not listen.", both, iou);
            } else {
                say("Whether the map follows the sound is not decided: %s%s.", both, iou);
            }
        } else if (overlap.interval().low() > STILL) {
            say("The map hardly moves when the sound changes: it finds salient things, it does not listen.");
        }
    }

    private void operatingPoint(OperatingChoice choice) {
        say(
                "From a probability of %.3f on, %.1f %% of mismatched pairs (false alarms; n %,d) and %.1f %% of matched ones (hits; "
                        + "n %,d) are said to match; on sources held out of the choice %.1f %% and %.1f %%.",
                choice.probability(),
                100 * choice.chosen().falseAlarmRate(),
                choice.mismatched(),
                100 * choice.chosen().hitRate(),
                choice.matched(),
                100 * choice.heldOutFalseAlarmRate(),
                100 * choice.heldOutHitRate());
    }

    private static String inWords(Change change) {
        return String.format(
                Locale.ROOT,
                "%s %s from %.1f to %.1f %% (%s)",
                change.measure(),
                change.falls() ? "falls" : "rises",
                100 * change.before(),
                100 * change.after(),
                points(change.difference()));
    }

    private static String points(Interval difference) {
        return String.format(
                Locale.ROOT, "95 %% interval %+.1f to %+.1f points", 100 * difference.low(), 100 * difference.high());
    }

    private static String figures(double value, Interval interval, long n) {
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f to %.1f; n %,d)",
                100 * value,
                100 * interval.low(),
                100 * interval.high(),
                n);
    }

    private static String baselines(Measure measure, String format, double factor) {
        return measure.baselines().stream()
                .map((Baseline baseline) ->
                        baseline.name() + " " + String.format(Locale.ROOT, format, factor * baseline.value()))
                .collect(Collectors.joining(", "));
    }

    private static String capitalized(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private void say(String format, Object... values) {
        sentences.add(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }
}
