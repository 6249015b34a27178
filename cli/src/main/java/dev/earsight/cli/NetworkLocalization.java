package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.clip.Pair;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.ItemTable;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Pointing;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.media.Sound;
import dev.earsight.protocol.ItemScore;
import dev.earsight.protocol.LocalizationReport;
import dev.earsight.protocol.MapEvaluation;
import dev.earsight.protocol.MapSource;
import dev.earsight.protocol.NegativeAudio;
import dev.earsight.protocol.Protocol;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where AVOL-Net says the sounds of clips come from, judged in the middle of each clip under a protocol (paper, section 5.2).
 * Beside it the same network without the right sound (silence, another clip's) and without any (object prior: the mean strength
 * of what it sees at each place).
 *
 * @param items what it answered, a clip each
 * @param report under the protocol; of the clips in which something visible sounds
 * @param measures pointing first, then the protocol's
 * @param notes what was left out, in words
 */
record NetworkLocalization(
        List<Item> items, Optional<LocalizationReport> report, List<Measure> measures, List<String> notes) {
    private static final String SHUFFLED = "shuffled sound";
    private static final String SILENCE = "silence";
    private static final String OBJECT_PRIOR = "object prior";

    /**
     * One clip.
     *
     * @param pair its middle
     * @param truth what sounds where
     * @param map log-odds of each place
     * @param peak the highest place
     * @param placeVector what the network sees there
     * @param sound what it hears
     */
    @SuppressWarnings("ArrayRecordComponent") // vectors are shared, never compared
    record Item(Pair pair, SoundingTruth truth, ScoreMap map, Peak peak, float[] placeVector, float[] sound) {
        PointingItem pointing() {
            return pointing(peak);
        }

        PointingItem pointing(Peak at) {
            return new PointingItem(
                    truth.item().source(),
                    truth.item().className(),
                    at.x(),
                    at.y(),
                    truth.sounding(),
                    truth.silent().stream().map(SoundingTruth.SilentThing::box).toList());
        }

        /** The class of what lies under the peak. */
        String pointedAt() {
            if (truth.sounding().stream().anyMatch(box -> box.contains(peak.x(), peak.y()))) {
                return truth.item().className();
            }
            return truth.silent().stream()
                    .filter(thing -> thing.box().contains(peak.x(), peak.y()))
                    .map(SoundingTruth.SilentThing::className)
                    .findFirst()
                    .orElse("(background)");
        }

        double probability() {
            return 1 / (1 + Math.exp(-map.max()));
        }
    }

    /** The frame in the middle of a clip with the sound around it. */
    static Pair middle(ClipLibrary clips, int clip) {
        int step = clips.frameStep(clip);
        int frame = clips.frameCount(clip) / 2 / step * step;
        return new Pair(clip, frame, clip, (long) frame * Sound.SAMPLES_PER_FRAME, true);
    }

    /** Asks about the middles of {@code chosen} clips. */
    static NetworkLocalization of(
            List<Integer> chosen,
            ClipLibrary clips,
            TrainedNetwork network,
            ClipAnswers answers,
            EvaluationSettings settings,
            long seed) {
        SoundingTruth.Source source = settings.truth()
                .map(annotations -> SoundingTruth.annotated(annotations, clips))
                .orElseGet(() -> SoundingTruth.beside(clips));
        List<Pair> middles = new ArrayList<>();
        List<SoundingTruth> truths = new ArrayList<>();
        for (int clip : chosen) {
            Pair middle = middle(clips, clip);
            source.of(clip, middle.frameIndex()).ifPresent(truth -> {
                middles.add(middle);
                truths.add(truth);
            });
        }
        List<String> notes = new ArrayList<>();
        if (middles.size() < chosen.size()) {
            notes.add((chosen.size() - middles.size())
                    + " clips have no ground truth beside them and were not counted for pointing");
        }
        settings.truth().ifPresent(annotations -> notes.addAll(missing(annotations, clips, chosen)));
        if (middles.isEmpty()) {
            return new NetworkLocalization(List.of(), Optional.empty(), List.of(), notes);
        }
        int side = network.config().mapSide();
        float[][] heard = answers.sounds(middles);
        float[] silence = answers.sound(new float[LogSpectrogram.SAMPLES]);
        OtherSounds others = new OtherSounds(truths, seed);
        ContestantMaps maps = new ContestantMaps(side);
        List<Item> items = new ArrayList<>();
        Map<String, List<PointingItem>> otherwise = new LinkedHashMap<>();
        answers.pictures(middles, (i, picture) -> {
            SoundingTruth truth = truths.get(i);
            String name = truth.item().name();
            Map<String, float[]> scores = new LinkedHashMap<>();
            scores.put("", network.logits(picture, heard[i]));
            scores.put(SHUFFLED, network.logits(picture, heard[others.ofAnotherSource(i)]));
            scores.put(SILENCE, network.logits(picture, silence));
            scores.put(OBJECT_PRIOR, OtherSounds.strength(picture, side));
            if (settings.protocol() == Protocol.NEGATIVE_AUDIO) {
                scores.put("noise", network.logits(picture, answers.sound(OtherSounds.noise(seed + i))));
                scores.put("offscreen", network.logits(picture, heard[others.offscreen(i)]));
            }
            scores.forEach((contestant, values) -> maps.put(contestant, name, values));
            ScoreMap map = new ScoreMap(side, side, scores.getOrDefault("", new float[0]));
            Peak peak = map.peak();
            int size = heard[i].length;
            int place = (peak.row() * side + peak.column()) * size;
            Item item = new Item(
                    middles.get(i), truth, map, peak, Arrays.copyOfRange(picture, place, place + size), heard[i]);
            items.add(item);
            for (String contestant : List.of(SHUFFLED, SILENCE, OBJECT_PRIOR)) {
                Peak other = new ScoreMap(side, side, scores.getOrDefault(contestant, new float[0])).peak();
                otherwise.computeIfAbsent(contestant, key -> new ArrayList<>()).add(item.pointing(other));
            }
        });
        List<Item> counted =
                items.stream().filter(item -> !item.truth.sounding().isEmpty()).toList();
        if (counted.size() < items.size()) {
            notes.add((items.size() - counted.size())
                    + " clips show nothing that sounds and were not counted for pointing");
        }
        if (counted.isEmpty()) {
            return new NetworkLocalization(items, Optional.empty(), List.of(), notes);
        }
        List<Measure> measures = new ArrayList<>();
        Measure pointing = Pointing.measure(
                "pointing accuracy", items.stream().map(Item::pointing).toList(), seed);
        for (Map.Entry<String, List<PointingItem>> other : otherwise.entrySet()) {
            pointing = pointing.with(new Baseline(
                    other.getKey(), Pointing.measure("", other.getValue(), seed).value()));
        }
        measures.add(pointing);
        Annotations annotations =
                new Annotations(counted.stream().map(item -> item.truth.item()).toList(), List.of());
        if (settings.negatives().isPresent()) {
            List<Integer> known = middles.stream().map(Pair::frameClip).toList();
            Negatives negatives = Negatives.of(settings.negatives().get(), clips, chosen, known, others::offscreen);
            annotations = annotations.and(negatives.ask(clips, network, answers, maps));
            notes.add(negatives.pairs().size()
                    + " pictures with a sound that nothing in them makes were asked about too");
        }
        Map<String, MapSource> contestants = new LinkedHashMap<>();
        for (String contestant : List.of(SHUFFLED, SILENCE, OBJECT_PRIOR)) {
            contestants.put(contestant, maps.of(contestant));
        }
        LocalizationReport report =
                MapEvaluation.of(settings.protocol(), annotations, maps.of(""), contestants, done -> {});
        // The protocol's pointing looks at pixels; the peak inside a cell is finer.
        report.measures().stream()
                .filter(measure -> !measure.name().startsWith("pointing"))
                .forEach(measures::add);
        notes.addAll(report.notes());
        if (settings.protocol() == Protocol.SLAVC) {
            notes.add("slavc's fixed threshold is meant for cosines / 0.03; this network's maps are log-odds");
        }
        if (settings.protocol() == Protocol.NEGATIVE_AUDIO) {
            Map<NegativeAudio.Kind, MapSource> negatives = new EnumMap<>(NegativeAudio.Kind.class);
            for (NegativeAudio.Kind kind : NegativeAudio.Kind.values()) {
                negatives.put(kind, maps.of(kind.label()));
            }
            NegativeAudio.Result negative = NegativeAudio.of(
                    annotations,
                    maps.of(""),
                    negatives,
                    settings.universalThreshold().rule(),
                    settings.universalThreshold().fixed());
            measures.addAll(negative.measures());
            notes.addAll(negative.notes());
        }
        return new NetworkLocalization(items, Optional.of(report), List.copyOf(measures), notes);
    }

    /** Annotated items that no clip is named after. */
    private static List<String> missing(Annotations annotations, ClipLibrary clips, List<Integer> chosen) {
        Set<String> present = chosen.stream()
                .map(clip -> SoundingTruth.stem(clips.source(clip)))
                .collect(Collectors.toSet());
        List<String> missing = annotations.items().stream()
                .map(AnnotatedItem::name)
                .filter(name -> !present.contains(name))
                .toList();
        if (missing.size() == annotations.items().size()) {
            throw new EarsightException("None of the " + missing.size()
                    + " annotated items is in this split; a video must be called like its item, e.g. '"
                    + missing.getFirst() + ".mp4'.");
        }
        return missing.isEmpty()
                ? List.of()
                : List.of(missing.size() + " of " + annotations.items().size()
                        + " annotated items are not in this split and were not counted: "
                        + missing.stream().limit(5).collect(Collectors.joining(", "))
                        + (missing.size() > 5 ? " and " + (missing.size() - 5) + " more" : ""));
    }

    /** What was found for each clip. */
    ItemTable table(ClipLibrary clips) {
        Map<String, ItemScore> scores = new HashMap<>();
        report.ifPresent(
                found -> found.scores().forEach(score -> scores.put(score.item().name(), score)));
        List<List<?>> rows = new ArrayList<>();
        for (Item item : items) {
            ItemScore score = scores.get(item.truth.item().name());
            boolean hit = item.truth.sounding().stream().anyMatch(box -> box.contains(item.peak.x(), item.peak.y()));
            rows.add(List.of(
                    clips.name(item.pair.frameClip()),
                    item.truth.item().source(),
                    item.truth.item().className(),
                    item.probability(),
                    item.peak.x(),
                    item.peak.y(),
                    score == null ? "" : hit ? 1 : 0,
                    score == null ? "" : score.ciou(),
                    score == null || Double.isNaN(score.adaptiveCiou()) ? "" : score.adaptiveCiou(),
                    score == null ? "" : score.area()));
        }
        return new ItemTable(
                List.of(
                        "clip",
                        "source",
                        "class",
                        "probability",
                        "peak_x",
                        "peak_y",
                        "hit",
                        "ciou",
                        "adaptive_ciou",
                        "area_pixels"),
                rows);
    }
}
