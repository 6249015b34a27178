package dev.earsight.cli;

import dev.earsight.clip.Pair;
import dev.earsight.clip.PairList;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.CorrespondenceAccuracy;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Reliability;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network says to a list of pairs: does this sound belong to this picture (paper, section 3.1).
 *
 * @param probabilities of a match, per pair
 * @param matched what is so
 * @param measures accuracy, area under the ROC curve, calibration
 * @param moments the first match of every clip, with what the network sees and hears in it, a vector each
 */
@SuppressWarnings("ArrayRecordComponent") // used at once, never compared
record Correspondence(double[] probabilities, boolean[] matched, List<Measure> measures, List<Moment> moments) {
    /** A moment of a clip as the network sees and hears it. */
    @SuppressWarnings("ArrayRecordComponent") // vectors are shared, never compared
    record Moment(Pair pair, float[] picture, float[] sound) {}

    /** A picture or a second of sound: a clip and a time in it. */
    private record Place(int clip, long time) {}

    /** How many pictures and sounds {@link #of} will ask about. */
    static long cost(PairList list) {
        return distinctSounds(list).size() + (long) rowsByPicture(list).size();
    }

    /** Asks about all of the list. */
    static Correspondence of(PairList list, ClipLibrary clips, ClipAnswers answers, long seed) {
        Map<Place, Pair> sounds = distinctSounds(list);
        float[][] heard = answers.sounds(List.copyOf(sounds.values()));
        Map<Place, Integer> numberOf = new HashMap<>();
        sounds.keySet().forEach(place -> numberOf.put(place, numberOf.size()));

        int n = list.rows().size();
        double[] probabilities = new double[n];
        double[] control = new double[n];
        boolean[] matched = new boolean[n];
        String[] sources = new String[n];
        Map<Integer, Moment> moments = new LinkedHashMap<>();
        List<List<Integer>> rowsOf = List.copyOf(rowsByPicture(list).values());
        List<Pair> pictures = rowsOf.stream()
                .map(rows -> list.rows().get(rows.getFirst()).pair())
                .toList();
        answers.pictures(pictures, (number, picture) -> {
            for (int at : rowsOf.get(number)) {
                PairList.Row row = list.rows().get(at);
                Pair pair = row.pair();
                float[] sound = heard[numberOf.getOrDefault(sound(row), -1)];
                float[] other = heard[numberOf.getOrDefault(control(row), -1)];
                matched[at] = pair.matched();
                probabilities[at] = answers.probability(picture, sound);
                // Without its own sound the network can only guess: anything above one half here is a leak of the
                // evaluation.
                control[at] = answers.probability(picture, other);
                sources[at] = clips.source(pair.frameClip());
                if (pair.matched()) {
                    moments.computeIfAbsent(pair.frameClip(), clip -> new Moment(pair, answers.whole(picture), sound));
                }
            }
        });
        List<Measure> measures = new ArrayList<>(CorrespondenceAccuracy.measures(
                probabilities,
                matched,
                sources,
                List.of(new Baseline("shuffled sound", CorrespondenceAccuracy.accuracy(control, matched))),
                seed));
        measures.add(Reliability.measure(probabilities, matched, sources, seed));
        return new Correspondence(probabilities, matched, List.copyOf(measures), List.copyOf(moments.values()));
    }

    private static Map<Place, Pair> distinctSounds(PairList list) {
        Map<Place, Pair> sounds = new LinkedHashMap<>();
        for (PairList.Row row : list.rows()) {
            sounds.putIfAbsent(sound(row), row.pair());
            Place control = control(row);
            sounds.putIfAbsent(control, new Pair(control.clip, 0, control.clip, control.time, true));
        }
        return sounds;
    }

    private static Map<Place, List<Integer>> rowsByPicture(PairList list) {
        Map<Place, List<Integer>> rows = new LinkedHashMap<>();
        for (int i = 0; i < list.rows().size(); i++) {
            Pair pair = list.rows().get(i).pair();
            rows.computeIfAbsent(new Place(pair.frameClip(), pair.frameIndex()), place -> new ArrayList<>(2))
                    .add(i);
        }
        return rows;
    }

    private static Place sound(PairList.Row row) {
        return new Place(row.pair().soundClip(), row.pair().soundCenterSample());
    }

    private static Place control(PairList.Row row) {
        return new Place(row.controlClip(), row.controlCenterSample());
    }
}
