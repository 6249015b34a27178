package dev.earsight.cli;

import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.Distances;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Retrieval;
import dev.earsight.evaluate.Retrieval.Direction;
import dev.earsight.evaluate.Retrieval.Gain;
import dev.earsight.evaluate.Retrieval.SameSource;
import dev.earsight.shard.ClipLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Search among one moment of every clip (paper, section 5.1). AVOL-Net has a vector for every place, and the paper no table for it:
 * between the kinds its log-odds rank, of the best place as it is trained; pictures are compared by the mean over their places.
 *
 * @param items what is searched
 * @param labels of each item; empty where none is known
 * @param search over the items, in their order
 * @param measures nDCG and mAP where the items have labels, recall and median rank
 * @param notes what was left out, in words
 */
record NetworkRetrieval(
        List<Correspondence.Moment> items,
        List<Set<String>> labels,
        Retrieval search,
        List<Measure> measures,
        List<String> notes) {
    private static final int NDCG_AT = 30;

    /** Pictures with maps that are searched at most, so that their scores with all sounds stay below 100 MB. */
    static final int MOST_MAPS = 5_000;

    static NetworkRetrieval of(
            List<Correspondence.Moment> moments,
            ClipLibrary clips,
            List<Set<String>> labels,
            ClassTree classes,
            Optional<ClipAnswers> maps,
            long seed) {
        List<String> notes = new ArrayList<>();
        List<Correspondence.Moment> items = new ArrayList<>();
        List<Set<String>> known = new ArrayList<>();
        List<String> unlabelled = new ArrayList<>();
        boolean labelled = labels.stream().anyMatch(each -> !each.isEmpty());
        for (int i = 0; i < moments.size(); i++) {
            if (labelled && labels.get(i).isEmpty()) {
                unlabelled.add(clips.name(moments.get(i).pair().frameClip()));
            } else {
                items.add(moments.get(i));
                known.add(labels.get(i));
            }
        }
        if (!labelled) {
            notes.add("no clip has a class beside it: no nDCG, only recall of each clip's own other half");
        } else if (!unlabelled.isEmpty()) {
            notes.add(unlabelled.size() + " clips have no class and were left out of the search, e.g. "
                    + unlabelled.getFirst());
        }
        if (maps.isPresent()) {
            thin(items, known, notes);
            notes.add(
                    "AVOL-Net has a vector for every place of a picture: between picture and sound the log-odds of the best "
                            + "place rank, as it is trained; picture to picture compares the mean over places, whose product with a sound "
                            + "is the mean of the map; the paper has no such table");
        }
        float[][] pictures = items.stream().map(Correspondence.Moment::picture).toArray(float[][]::new);
        float[][] sounds = items.stream().map(Correspondence.Moment::sound).toArray(float[][]::new);
        Retrieval search = new Retrieval(
                maps.map(answers -> Distances.ofScores(scores(items, sounds, answers), pictures, sounds))
                        .orElseGet(() -> Distances.ofVectors(pictures, sounds)),
                items.stream()
                        .map(item -> clips.source(item.pair().frameClip()))
                        .toArray(String[]::new),
                classes.relevances(known));
        if (search.asked().length < items.size()) {
            notes.add(search.asked().length + " of " + items.size() + " items, evenly spaced, were asked about");
        }
        List<Measure> measures = new ArrayList<>();
        if (labelled) {
            measures.addAll(search.ndcgMeasures(NDCG_AT, Gain.EXPONENTIAL, seed));
            if (classes.graded()) {
                measures.addAll(search.ndcgMeasures(NDCG_AT, Gain.LINEAR, seed));
            } else {
                notes.add(
                        "classes are the same or not, so a linear gain gives the same nDCG; --class-tree says how alike they "
                                + "are");
            }
            for (Direction direction : Direction.values()) {
                measures.add(search.precisionMeasure(direction, classes.highestRelevance(), SameSource.LEFT_OUT, seed));
            }
            for (Direction direction : List.of(Direction.IMAGE_TO_IMAGE, Direction.SOUND_TO_SOUND)) {
                measures.add(search.ndcgMeasure(direction, NDCG_AT, Gain.EXPONENTIAL, SameSource.KEPT, seed));
                measures.add(search.precisionMeasure(direction, classes.highestRelevance(), SameSource.KEPT, seed));
            }
        }
        measures.addAll(search.recallMeasures(seed));
        return new NetworkRetrieval(items, known, search, List.copyOf(measures), notes);
    }

    /** Leaves evenly spaced ones. */
    private static void thin(List<Correspondence.Moment> items, List<Set<String>> known, List<String> notes) {
        int n = items.size();
        if (n > MOST_MAPS) {
            notes.add(MOST_MAPS + " of " + n + " clips, evenly spaced, were searched");
            List<Integer> kept = IntStream.range(0, MOST_MAPS)
                    .map(i -> (int) ((long) i * n / MOST_MAPS))
                    .boxed()
                    .toList();
            List<Correspondence.Moment> some = kept.stream().map(items::get).toList();
            List<Set<String>> theirs = kept.stream().map(known::get).toList();
            items.clear();
            items.addAll(some);
            known.clear();
            known.addAll(theirs);
        }
    }

    /** Log-odds of every picture with every sound; the pictures are looked at again, since their maps fill too much memory. */
    private static float[][] scores(List<Correspondence.Moment> items, float[][] sounds, ClipAnswers answers) {
        float[][] scores = new float[items.size()][];
        answers.pictures(
                items.stream().map(Correspondence.Moment::pair).toList(),
                (i, picture) -> scores[i] = answers.logits(picture, sounds));
        return scores;
    }

    /** Whether classes are known. */
    boolean labelled() {
        return !labels.getFirst().isEmpty();
    }

    /** Where each query's own other half stands. */
    ItemTable table(ClipLibrary clips) {
        double[] toSound = search.ranks(Direction.IMAGE_TO_SOUND);
        double[] toImage = search.ranks(Direction.SOUND_TO_IMAGE);
        int[] asked = search.asked();
        List<List<?>> rows = new ArrayList<>();
        for (int i = 0; i < asked.length; i++) {
            int clip = items.get(asked[i]).pair().frameClip();
            rows.add(List.of(
                    clips.name(clip),
                    clips.source(clip),
                    String.join(";", labels.get(asked[i]).stream().sorted().toList()),
                    toSound[i],
                    toImage[i]));
        }
        return new ItemTable(List.of("clip", "source", "classes", "rank_image_to_sound", "rank_sound_to_image"), rows);
    }
}
