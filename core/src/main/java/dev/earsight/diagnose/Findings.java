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
        List<String> still = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        for (Effect effect : diagnosis.effects()) {
            Disturbance disturbance = effect.disturbance();
            List<Change> sure = sure(effect);
            boolean said = special(effect);
            if (!sure.isEmpty()) {
                say(
                        "%s: %s; %s%s.",
                        capitalized(disturbance.label()),
                        sure.stream().map(Findings::inWords).collect(Collectors.joining("; ")),
                        sure.getFirst().falls() ? leansOn(disturbance) : isBetterFor(disturbance),
                        sure.stream().allMatch(Findings::isSmall) ? ", but by less than 5 points" : "");
            } else if (!said && !disturbance.leavesNothing()) {
                (staysWithinMargin(effect) ? still : undecided).add(disturbance.label());
            }
        }
        if (!still.isEmpty()) {
            say("Changes nothing by 5 points or more: %s.", String.join("; ", still));
        }
        if (!undecided.isEmpty()) {
            say("No effect was shown, nor that there is none: %s.", String.join("; ", undecided));
        }
        if (!diagnosis.effects().isEmpty()) {
            say("Each interval holds with 95 %: of changes without effect, one in twenty is shown all the same.");
        }
    }

    /**
     * What is sure to change: whether matches are told from mismatches, by accuracy or, where the threshold hides it, by rank,
     * unless nothing is left to tell them by; then pointing or search.
     */
    private static List<Change> sure(Effect effect) {
        List<Change> sure = new ArrayList<>();
        for (Change change : effect.changes()) {
            boolean task =
                    change.measure().equals(Effect.POINTING) || change.measure().equals(Effect.RECALL);
            boolean answers = change.measure().equals(Effect.ACCURACY)
                    || (change.measure().equals(Effect.AREA) && sure.isEmpty());
            boolean counts = task || (answers && !effect.disturbance().leavesNothing());
            if (counts && (change.falls() || change.rises())) {
                sure.add(change);
            }
        }
        return sure;
    }

    private static boolean staysWithinMargin(Effect effect) {
        return effect.changes().stream().allMatch(Findings::isSmall);
    }

    /** The whole interval lies within the margin. */
    private static boolean isSmall(Change change) {
        return change.difference().low() > -MARGIN && change.difference().high() < MARGIN;
    }

    private static String leansOn(Disturbance disturbance) {
        return switch (disturbance) {
            case SHIFTED_SOUND -> "it goes by what is heard at that moment, not only by what the clip sounds like";
            case NOISE -> "how loud a sound is does not replace what it is";
            case AAC_SOUND, MP3_SOUND -> "it leans on what a codec changes: its traces, or the finest detail";
            case JITTER -> "it leans on how the sound lies on the grid of frames";
            case JITTERED_MISMATCHES -> "it takes a sound off the grid of frames for a match";
            case COLORLESS_PICTURE -> "it leans on color";
            case BLURRED_PICTURE -> "it leans on detail finer than a fortieth of the picture";
            case MIRRORED_PICTURE -> "left and right are not alike to it, as with lettering or one-sided pictures";
            case JPEG_PICTURE, H264_PICTURE -> "it leans on what compression takes: fine detail and color";
            case MASKED_CORNERS -> "it leans on the corners, where watermarks are";
            case MASKED_CENTER -> "it leans on the middle quarter of the picture, and things may be there";
            case SILENCE, SHUFFLED_SOUND -> "it needs the sound";
            case GREY_PICTURE -> "it needs the picture";
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
        if (disturbance == Disturbance.SHUFFLED_SOUND) {
            for (Change change : effect.changes()) {
                boolean task = change.measure().equals(Effect.POINTING)
                        || change.measure().equals(Effect.RECALL);
                if (task && !change.falls() && change.difference().low() > -MARGIN) {
                    say(
                            "Shuffled sound: %s loses less than 5 points (%s): it does not need the right sound.",
                            change.measure(), points(change.difference()));
                    said = true;
                }
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
                "the map's higher half overlaps its former one by %s (%s), and its peak goes %.2f of the picture's side (%.2f to %.2f; "
                        + "%s)",
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
                        .collect(Collectors.joining())
                + movement.otherThanUnrelated()
                        .map(change -> String.format(
                                Locale.ROOT,
                                "; with an unrelated second sound %.1f %% (difference %s)",
                                100 * change.before(),
                                points(change.difference())))
                        .orElse("");
        String iou = movement.interactiveIou()
                        .map(change -> String.format(
                                Locale.ROOT,
                                "; IIoU %.1f %%, constant map %.1f %%",
                                100 * change.after(),
                                100 * change.before()))
                        .orElse("")
                + movement.following()
                        .map(found -> String.format(
                                Locale.ROOT,
                                "; exchanging the two sounds at random would do as well with p = %.4f (permutation over %,d sources)",
                                found.probability(),
                                found.sources()))
                        .orElse("");
        say("When the sound changes: %s.", moves);
        if (pointing.isPresent()) {
            Change change = pointing.get();
            if (change.rises() && movement.otherThanUnrelated().stream().allMatch(Change::rises)) {
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
