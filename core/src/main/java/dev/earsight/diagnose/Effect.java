package dev.earsight.diagnose;

import dev.earsight.evaluate.Change;
import dev.earsight.evaluate.Measure;
import java.util.List;

/**
 * What one disturbance does.
 *
 * @param disturbance what was changed
 * @param accuracy correspondence accuracy with the change
 * @param changes of each measure, against the undisturbed network on the same pairs: {@link #ACCURACY} first, {@link #AREA},
 *     {@link #FALSE_ALARMS}, and where they are known {@link #POINTING} or {@link #RECALL}
 */
public record Effect(Disturbance disturbance, Measure accuracy, List<Change> changes) {
    /** Share of right answers to "does this sound belong to this picture". */
    public static final String ACCURACY = "accuracy";

    /** Area under the ROC of the same pairs: whether matches rank above mismatches, whatever the threshold. */
    public static final String AREA = "area under ROC";

    /** Share of the mismatched pairs that are said to match. */
    public static final String FALSE_ALARMS = "false alarms";

    /** Share of pictures whose highest place lies on what sounds; AVOL-Net. */
    public static final String POINTING = "pointing";

    /** Share of clips whose other half is among the ten nearest, both ways; AVE-Net. */
    public static final String RECALL = "recall@10";

    /** Keeps its own list. */
    public Effect {
        changes = List.copyOf(changes);
    }

    /** The first: of accuracy. */
    public Change ofAccuracy() {
        return changes.getFirst();
    }
}
