package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.ExtendedList;
import dev.earsight.clip.Pair;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Pictures with a sound that nothing in them makes, which an extended set holds beside its own items (Mo and Morgado, NeurIPS
 * 2022): the map should stay low.
 *
 * @param pairs clips whose middles are put together
 * @param notes what was left out, in words
 */
record Negatives(List<Couple> pairs, List<String> notes) {
    /** The word in place of a file: each clip's picture with a sound of a class that is not in sight. */
    static final Path OFFSCREEN = Path.of("offscreen");

    private static final int NAMED = 5;

    /**
     * Where they come from.
     *
     * @param file the list, or {@link #OFFSCREEN}
     * @param listed what it holds; empty where it is to be drawn
     */
    record Source(Path file, Optional<Annotations> listed) {
        static Source read(Path file) {
            return new Source(file, file.equals(OFFSCREEN) ? Optional.empty() : Optional.of(ExtendedList.read(file)));
        }
    }

    /** A clip's picture and another's sound; of one clip where its own sound is not to be heard. */
    record Couple(int picture, int sound) {}

    /**
     * From a list as published, or one drawn from what is known.
     *
     * @param chosen clips that can be asked about
     * @param known those of them whose truth is known, and at each place the place of a clip with an off-screen sound
     */
    static Negatives of(
            Source source, ClipLibrary clips, List<Integer> chosen, List<Integer> known, IntUnaryOperator offscreen) {
        if (source.listed().isEmpty()) {
            List<Couple> drawn = new ArrayList<>();
            for (int i = 0; i < known.size(); i++) {
                drawn.add(new Couple(known.get(i), known.get(offscreen.applyAsInt(i))));
            }
            return new Negatives(drawn, List.of());
        }
        Map<String, Integer> byName = new HashMap<>();
        chosen.forEach(clip -> byName.putIfAbsent(SoundingTruth.stem(clips.source(clip)), clip));
        List<Couple> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (AnnotatedItem item : source.listed().get().items()) {
            String[] names = item.name().split("@", 2);
            OptionalInt picture = clip(byName, names[0]);
            OptionalInt sound = clip(byName, names[names.length - 1]);
            if (picture.isPresent() && sound.isPresent()) {
                found.add(new Couple(picture.getAsInt(), sound.getAsInt()));
            } else {
                missing.add(item.name());
            }
        }
        if (found.isEmpty()) {
            throw new EarsightException("None of the " + missing.size() + " negatives of " + source.file()
                    + " is in this split, e.g. '" + missing.getFirst()
                    + "'; videos must be called as in the list, or give --negatives offscreen.");
        }
        return new Negatives(
                found,
                missing.isEmpty()
                        ? List.of()
                        : List.of(missing.size() + " of " + (missing.size() + found.size())
                                + " negatives are not in this split and were not counted: "
                                + missing.stream().limit(NAMED).collect(Collectors.joining(", "))
                                + (missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "")));
    }

    private static OptionalInt clip(Map<String, Integer> byName, String name) {
        Integer clip = byName.get(name);
        return clip == null ? OptionalInt.empty() : OptionalInt.of(clip);
    }

    /** Asks about all of them, keeps the maps under the own network's, and answers the items they are of. */
    Annotations ask(ClipLibrary clips, TrainedNetwork network, ClipAnswers answers, ContestantMaps maps) {
        List<Integer> distinct = pairs.stream().map(Couple::sound).distinct().toList();
        float[][] heard = answers.sounds(middles(clips, distinct));
        Map<Integer, float[]> sounds = new HashMap<>();
        for (int i = 0; i < heard.length; i++) {
            sounds.put(distinct.get(i), heard[i]);
        }
        Map<Integer, List<Couple>> byPicture = pairs.stream()
                .distinct()
                .collect(Collectors.groupingBy(Couple::picture, LinkedHashMap::new, Collectors.toList()));
        List<Integer> pictures = List.copyOf(byPicture.keySet());
        List<AnnotatedItem> items = new ArrayList<>();
        answers.pictures(middles(clips, pictures), (i, picture) -> {
            int clip = pictures.get(i);
            for (Couple couple : byPicture.getOrDefault(clip, List.of())) {
                String name = clips.name(clip) + "@" + clips.name(couple.sound);
                maps.put("", name, network.logits(picture, sounds.getOrDefault(couple.sound, new float[0])));
                items.add(AnnotatedItem.negative(name, clips.source(clip)));
            }
        });
        return new Annotations(items, notes);
    }

    private static List<Pair> middles(ClipLibrary clips, List<Integer> chosen) {
        return chosen.stream()
                .map(clip -> NetworkLocalization.middle(clips, clip))
                .toList();
    }
}
