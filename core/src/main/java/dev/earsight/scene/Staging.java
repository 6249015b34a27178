package dev.earsight.scene;

import dev.earsight.media.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets the things of a scene act: what sounds moves with its own notes, silent things as {@link Playing} says.
 *
 * <p>Two things that look the same stand in the same pose in the middle frame, painted pixel for pixel. A silent twin that
 * moves has a performance of its own, of the same kind, begun at a time when its pose is that of the other and so that the
 * notes around fall apart.
 */
final class Staging {
    private static final double SEARCHED_SECONDS = 3;
    private static final double STEP_SECONDS = 0.004;
    private static final int DRAWS = 12;
    /** Notes less than three frames apart are in step, for an eye at 25 frames per second; more adds nothing. */
    private static final double APART_SECONDS = 0.12;

    private static final double APART_ENOUGH_SECONDS = 0.06;
    /** Where notes follow fast, so much of the time between two: a quarter is what chance gives, a half the most there is. */
    private static final double SHARE_OF_GAP = 0.3;

    private static final double WINDOW_SECONDS = 0.5;

    private final SceneConfig config;
    private final PlayedThings things;
    private final double middleSeconds;
    private final int sampleCount;

    Staging(SceneConfig config, PlayedThings things) {
        this.config = config;
        this.things = things;
        middleSeconds = config.frameCount() / 2 / (double) config.framesPerSecond();
        sampleCount = (int) Math.round(config.clipSeconds() * Sound.SAMPLE_RATE_HZ);
    }

    List<Actor> staged(List<Actor> actors, List<SoundPlan.Voice> voices, long index) {
        List<Actor> staged = new ArrayList<>(actors);
        Optional<Performance> model = Optional.empty();
        String modelClass = "";
        for (SoundPlan.Voice voice : voices) {
            if (voice.actor() >= 0) {
                Performance performance =
                        things.performance(voice.className(), sampleCount, Dice.of(voice.seed(), 0, 0));
                PoseCurve curve = curve(voice.className(), performance);
                staged.set(voice.actor(), actors.get(voice.actor()).acting(new Acting(curve, performance.events(0))));
                if (model.isEmpty()) {
                    model = Optional.of(performance);
                    modelClass = voice.className();
                }
            }
        }
        for (int i = 0; i < actors.size(); i++) {
            Actor actor = actors.get(i);
            if (!actor.sounds() && things.manner(actor.className()).isPresent()) {
                boolean twin = actor.className().equals(modelClass);
                PoseCurve curve = twin
                        ? twin(actor.className(), model.orElseThrow(), index, i)
                        : other(actor.className(), index, i);
                staged.set(i, actor.acting(new Acting(curve, List.of())));
            }
        }
        return staged;
    }

    private PoseCurve curve(String className, Performance performance) {
        return things.manner(className).orElseThrow().curve(performance);
    }

    private PoseCurve other(String className, long index, int actor) {
        Performance performance =
                things.performance(className, sampleCount, Dice.of(config.seed(), index, 200 + actor));
        PoseCurve curve = curve(className, performance);
        return config.playing() == Playing.STILL_OTHERS ? curve.heldAt(middleSeconds) : curve;
    }

    private PoseCurve twin(String className, Performance model, long index, int actor) {
        PoseCurve curve = curve(className, model);
        if (config.playing() == Playing.STILL_OTHERS) {
            return curve.heldAt(middleSeconds);
        }
        int level = curve.levelAt(middleSeconds);
        int longer = sampleCount + (int) (SEARCHED_SECONDS * Sound.SAMPLE_RATE_HZ);
        var random = Dice.of(config.seed(), index, 200 + actor);
        PoseCurve best = curve.heldAt(middleSeconds);
        double mostApart = -1;
        double enough = Math.min(APART_ENOUGH_SECONDS, SHARE_OF_GAP * meanGapSeconds(model.notes()));
        for (int draw = 0; draw < DRAWS && mostApart < enough; draw++) {
            Performance own = things.performance(className, longer, random);
            PoseCurve ownCurve = curve(className, own);
            double begin = random.nextDouble() * SEARCHED_SECONDS;
            for (double step = 0; step < SEARCHED_SECONDS; step += STEP_SECONDS) {
                double shift = (begin + step) % SEARCHED_SECONDS;
                if (ownCurve.levelAt(middleSeconds + shift) != level) {
                    continue;
                }
                double apart = Math.min(
                        apartSeconds(model.notes(), 0, own.notes(), shift),
                        apartSeconds(own.notes(), shift, model.notes(), 0));
                if (apart > mostApart) {
                    mostApart = apart;
                    best = ownCurve.earlierBy(shift);
                }
                if (apart >= enough) {
                    break;
                }
            }
        }
        return best;
    }

    private static double meanGapSeconds(List<Note> notes) {
        double lasts = notes.getLast().startSeconds() - notes.getFirst().startSeconds();
        return lasts / Math.max(1, notes.size() - 1);
    }

    /** Mean distance of the notes around the middle to the nearest of the other's, each at most {@link #APART_SECONDS}. */
    private double apartSeconds(List<Note> notes, double shift, List<Note> others, double otherShift) {
        double sum = 0;
        int count = 0;
        for (Note note : notes) {
            double at = note.startSeconds() - shift;
            if (Math.abs(at - middleSeconds) < WINDOW_SECONDS) {
                double nearest = APART_SECONDS;
                for (Note other : others) {
                    nearest = Math.min(nearest, Math.abs(other.startSeconds() - otherShift - at));
                }
                sum += nearest;
                count++;
            }
        }
        return count == 0 ? APART_SECONDS : sum / count;
    }
}
