package dev.earsight.cli;

import dev.earsight.annotation.AnnotatedItem;
import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.SceneFolder;
import dev.earsight.clip.Augmentation;
import dev.earsight.clip.BatchReader;
import dev.earsight.clip.Pair;
import dev.earsight.clip.PairBatch;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.SamplingRule;
import dev.earsight.evaluate.Baseline;
import dev.earsight.evaluate.Box;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.evaluate.CorrespondenceAccuracy;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.Pointing;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.evaluate.Retrieval;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.net.Model;
import dev.earsight.protocol.LocalizationReport;
import dev.earsight.protocol.MapEvaluation;
import dev.earsight.protocol.Protocol;
import dev.earsight.protocol.RawMap;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Asks a trained network about every clip of a split and computes the paper's measures (section 5) from its answers: audio-visual
 * correspondence accuracy, pointing accuracy where the truth is known (AVOL-Net), nDCG@30 where classes are known and recall
 * otherwise (networks with one vector per picture).
 */
final class Evaluation {
    private static final int SEED = 20;
    private static final int NDCG_AT = 30;

    private final TrainedNetwork network;
    private final ClipLibrary clips;
    private final int momentsPerClip;
    private final ClassTree classes;
    private final List<Measure> measures = new ArrayList<>();
    private final List<PointingItem> pointed = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** A moment of a clip as the network sees it. */
    private record Seen(Pair pair, float[] picture, float[] sound) {}

    private Evaluation(TrainedNetwork network, ClipLibrary clips, int momentsPerClip, ClassTree classes) {
        this.network = network;
        this.clips = clips;
        this.momentsPerClip = momentsPerClip;
        this.classes = classes;
    }

    /** Measures {@code network} on all of {@code clips}. */
    static Evaluation of(
            TrainedNetwork network, ClipLibrary clips, int momentsPerClip, ClassTree classes, Progress progress) {
        Evaluation evaluation = new Evaluation(network, clips, momentsPerClip, classes);
        evaluation.run(progress);
        return evaluation;
    }

    List<Measure> measures() {
        return measures;
    }

    /** Where the network pointed, one per clip with known truth. */
    List<PointingItem> pointed() {
        return pointed;
    }

    /** What was left out, in words. */
    List<String> notes() {
        return notes;
    }

    private void run(Progress progress) {
        PairSampler sampler = new PairSampler(clips, SamplingRule.standard());
        sampler.refused().forEach(name -> notes.add(name + " is too short and was left out"));
        Set<String> refused = new HashSet<>(sampler.refused());
        BatchReader reader =
                new BatchReader(clips, Augmentation.off(), network.config().imageSide());
        Random random = new Random(SEED);
        List<Seen> random1 = new ArrayList<>();
        List<Seen> middles = new ArrayList<>();
        for (int clip = 0; clip < clips.size(); clip++) {
            if (!refused.contains(clips.name(clip))) {
                List<Pair> pairs = new ArrayList<>();
                for (int i = 0; i < momentsPerClip; i++) {
                    pairs.add(sampler.drawMatchedFrom(clip, random));
                }
                pairs.add(middle(clip));
                List<Seen> seen = look(reader.read(pairs, random));
                random1.addAll(seen.subList(0, momentsPerClip));
                middles.add(seen.get(momentsPerClip));
            }
            progress.at(clip + 1, "");
        }
        correspondence(random1, random);
        if (network.model() == Model.AVOL) {
            pointing(middles, random);
        } else {
            retrieval(random1);
        }
    }

    /** The frame in the middle of a clip with the sound around it: where localization is judged. */
    private Pair middle(int clip) {
        int step = clips.frameStep(clip);
        int frame = clips.frameCount(clip) / 2 / step * step;
        return new Pair(clip, frame, clip, (long) frame * dev.earsight.media.Sound.SAMPLES_PER_FRAME, true);
    }

    private List<Seen> look(PairBatch batch) {
        float[][] pictures = network.pictures(batch.images(), batch.size());
        float[][] sounds = network.sounds(batch.spectrograms(), batch.size());
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            seen.add(new Seen(batch.pairs().get(i), pictures[i], sounds[i]));
        }
        return seen;
    }

    private void correspondence(List<Seen> moments, Random random) {
        int n = moments.size();
        double[] probabilities = new double[2 * n];
        double[] shuffled = new double[2 * n];
        boolean[] matched = new boolean[2 * n];
        String[] sources = new String[2 * n];
        for (int i = 0; i < n; i++) {
            Seen own = moments.get(i);
            Seen other = ofAnotherSource(own, moments, random);
            for (int kind = 0; kind < 2; kind++) {
                int at = 2 * i + kind;
                matched[at] = kind == 0;
                probabilities[at] = probability(own.picture, kind == 0 ? own.sound : other.sound);
                // Without its own sound the network can only guess: anything above one half here is a leak of the
                // evaluation.
                shuffled[at] = probability(own.picture, ofAnotherSource(own, moments, random).sound);
                sources[at] = clips.source(own.pair.frameClip());
            }
        }
        measures.addAll(CorrespondenceAccuracy.measures(
                probabilities,
                matched,
                sources,
                List.of(new Baseline("shuffled sound", CorrespondenceAccuracy.accuracy(shuffled, matched))),
                SEED));
    }

    private void pointing(List<Seen> middles, Random random) {
        List<PointingItem> shuffled = new ArrayList<>();
        Map<String, RawMap> maps = new HashMap<>();
        Map<String, RawMap> shuffledMaps = new HashMap<>();
        List<AnnotatedItem> annotated = new ArrayList<>();
        int nothingVisible = 0;
        int unknown = 0;
        for (Seen seen : middles) {
            Optional<SceneTruth> truth = truth(seen);
            if (truth.isEmpty()) {
                unknown++;
                continue;
            }
            PointingItem item = item(truth.get(), seen, seen.sound);
            if (item.sounding().isEmpty()) {
                nothingVisible++;
            }
            pointed.add(item);
            float[] otherSound = ofAnotherSource(seen, middles, random).sound;
            shuffled.add(item(truth.get(), seen, otherSound));
            AnnotatedItem annotation = annotation(truth.get(), seen);
            if (!annotation.boxes().isEmpty()) {
                annotated.add(annotation);
                maps.put(annotation.name(), map(seen, seen.sound));
                shuffledMaps.put(annotation.name(), map(seen, otherSound));
            }
        }
        if (unknown > 0) {
            notes.add(unknown + " clips have no ground truth beside them and were not counted for pointing");
        }
        if (nothingVisible > 0) {
            notes.add(nothingVisible + " clips show nothing that sounds and were not counted for pointing");
        }
        if (pointed.size() > nothingVisible) {
            double withShuffledSound = Pointing.measure("", shuffled, SEED).value();
            measures.add(Pointing.measure("pointing accuracy", pointed, SEED)
                    .with(new Baseline("shuffled sound", withShuffledSound)));
            areas(annotated, maps, shuffledMaps);
        }
    }

    /** How well the maps cover what sounds, by our own rules; its pointing is left out, the peak inside a cell is finer. */
    private void areas(List<AnnotatedItem> items, Map<String, RawMap> maps, Map<String, RawMap> shuffledMaps) {
        Annotations annotations = new Annotations(items, List.of());
        LocalizationReport own = areas(annotations, maps);
        List<Measure> shuffled = areas(annotations, shuffledMaps).measures();
        for (int i = 0; i < own.measures().size(); i++) {
            Measure measure = own.measures().get(i);
            if (!measure.name().startsWith("pointing")) {
                measures.add(measure.with(
                        new Baseline("shuffled sound", shuffled.get(i).value())));
            }
        }
        notes.addAll(own.notes());
    }

    private static LocalizationReport areas(Annotations annotations, Map<String, RawMap> maps) {
        return MapEvaluation.of(Protocol.OURS, annotations, name -> Optional.ofNullable(maps.get(name)), done -> {});
    }

    private RawMap map(Seen seen, float[] sound) {
        int side = network.config().mapSide();
        return new RawMap(side, side, network.logits(seen.picture, sound));
    }

    private AnnotatedItem annotation(SceneTruth truth, Seen seen) {
        int clip = seen.pair.frameClip();
        AnnotatedItem item = SceneFolder.item(clip + " " + clips.name(clip), truth, truthFrame(truth, seen));
        return new AnnotatedItem(
                item.name(),
                clips.source(clip),
                item.className(),
                item.group(),
                item.boxes(),
                item.overlap(),
                item.negative());
    }

    private int truthFrame(SceneTruth truth, Seen seen) {
        int gridFrame = clips.startFrame(seen.pair.frameClip()) + seen.pair.frameIndex();
        return (int) Math.round(gridFrame / 25.0 * truth.fps());
    }

    private PointingItem item(SceneTruth truth, Seen seen, float[] sound) {
        int side = network.config().mapSide();
        Peak peak = new ScoreMap(side, side, network.logits(seen.picture, sound)).peak();
        int clip = seen.pair.frameClip();
        int frame = truthFrame(truth, seen);
        List<Box> sounding =
                truth.soundingBoxes(frame).stream().map(Evaluation::box).toList();
        List<Box> silent = truth.objects().stream()
                .filter(thing -> !thing.sounds() && !thing.boxes().isEmpty())
                .map(thing ->
                        box(thing.boxes().get(Math.clamp(frame, 0, thing.boxes().size() - 1))))
                .toList();
        return new PointingItem(
                clips.source(clip), truth.soundClass().orElse(""), peak.x(), peak.y(), sounding, silent);
    }

    private void retrieval(List<Seen> moments) {
        // The paper takes one moment of every video.
        List<Seen> items = new ArrayList<>();
        for (int i = 0; i < moments.size(); i += momentsPerClip) {
            items.add(moments.get(i));
        }
        float[][] images = items.stream().map(Seen::picture).toArray(float[][]::new);
        float[][] sounds = items.stream().map(Seen::sound).toArray(float[][]::new);
        String[] sources =
                items.stream().map(seen -> clips.source(seen.pair.frameClip())).toArray(String[]::new);
        List<Set<String>> labels = items.stream()
                .map(seen ->
                        truth(seen).flatMap(SceneTruth::soundClass).map(Set::of).orElse(Set.of()))
                .toList();
        boolean labelled = labels.stream().allMatch(label -> !label.isEmpty());
        if (!labelled) {
            notes.add("not every clip has a class beside it: no nDCG, only recall of each clip's own other half");
        }
        Retrieval retrieval = new Retrieval(images, sounds, sources, classes.relevances(labels));
        if (labelled) {
            measures.addAll(retrieval.ndcgMeasures(NDCG_AT, Retrieval.Gain.EXPONENTIAL, SEED));
        }
        measures.addAll(retrieval.recallMeasures(SEED));
    }

    private Optional<SceneTruth> truth(Seen seen) {
        int clip = seen.pair.frameClip();
        return clips.truthJson(clip).map(json -> SceneTruth.parse(json, clips.name(clip)));
    }

    private Seen ofAnotherSource(Seen own, List<Seen> moments, Random random) {
        String source = clips.source(own.pair.frameClip());
        while (true) {
            Seen other = moments.get(random.nextInt(moments.size()));
            if (!clips.source(other.pair.frameClip()).equals(source)) {
                return other;
            }
        }
    }

    private double probability(float[] picture, float[] sound) {
        double highest = Double.NEGATIVE_INFINITY;
        for (float logit : network.logits(picture, sound)) {
            highest = Math.max(highest, logit);
        }
        return 1 / (1 + Math.exp(-highest));
    }

    private static Box box(dev.earsight.scene.Box box) {
        return new Box(box.x0(), box.y0(), box.x1(), box.y1());
    }
}
