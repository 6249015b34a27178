package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.clip.PairList;
import dev.earsight.clip.PairSampler;
import dev.earsight.clip.SamplingRule;
import dev.earsight.evaluate.Measure;
import dev.earsight.evaluate.PointingItem;
import dev.earsight.net.Model;
import dev.earsight.scene.SceneTruth;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Asks a trained network about every clip of a split and computes the paper's measures (section 5) from its answers: audio-visual
 * correspondence on a list of pairs; where the sound comes from, where the truth is known (AVOL-Net); search across and within
 * sight and sound.
 *
 * @param pairs what correspondence was judged on
 * @param correspondence what it said to them
 * @param localization of AVOL-Net
 * @param retrieval among one moment of every clip
 * @param heldOut whether the clips were kept from the network
 * @param notes what was left out, in words
 */
record Evaluation(
        PairList pairs,
        Correspondence correspondence,
        Optional<NetworkLocalization> localization,
        NetworkRetrieval retrieval,
        HeldOut heldOut,
        List<String> notes) {
    private static final long SEED = 20;

    /** Measures {@code network} on all of {@code clips}. */
    static Evaluation of(
            TrainedNetwork network,
            ClipLibrary clips,
            EvaluationSettings settings,
            HeldOut heldOut,
            Progress progress) {
        List<String> notes = new ArrayList<>(heldOut.note().stream().toList());
        PairSampler sampler = new PairSampler(clips, SamplingRule.standard());
        sampler.refused().forEach(name -> notes.add(name + " is too short and was left out"));
        PairList pairs = pairs(clips, sampler, settings, notes);
        Set<String> refused = new HashSet<>(sampler.refused());
        List<Integer> chosen = IntStream.range(0, clips.size())
                .filter(clip -> !refused.contains(clips.name(clip)))
                .boxed()
                .toList();
        boolean maps = network.model() == Model.AVOL;
        if (!maps && settings.negatives().isPresent()) {
            throw new EarsightException(
                    "Only AVOL-Net has maps that should stay low for --negatives; leave it out for a run of --model "
                            + network.model().name().toLowerCase(Locale.ROOT) + ".");
        }
        progress.total(Correspondence.cost(pairs)
                + (maps
                        ? (settings.negatives().isPresent() ? 4L : 2L) * chosen.size()
                                + Math.min(chosen.size(), NetworkRetrieval.MOST_MAPS)
                        : 0));
        ClipAnswers answers = new ClipAnswers(network, clips, progress);
        Correspondence correspondence = Correspondence.of(pairs, clips, answers, SEED);
        Optional<NetworkLocalization> localization = maps
                ? Optional.of(NetworkLocalization.of(chosen, clips, network, answers, settings, SEED))
                : Optional.empty();
        NetworkRetrieval retrieval =
                retrieval(correspondence.moments(), clips, settings, maps ? Optional.of(answers) : Optional.empty());
        localization.ifPresent(found -> notes.addAll(found.notes()));
        notes.addAll(retrieval.notes());
        return new Evaluation(pairs, correspondence, localization, retrieval, heldOut, List.copyOf(notes));
    }

    private static PairList pairs(
            ClipLibrary clips, PairSampler sampler, EvaluationSettings settings, List<String> notes) {
        if (settings.pairs().isPresent() && Files.exists(settings.pairs().get())) {
            PairList read = PairList.read(settings.pairs().get(), clips);
            long matched =
                    read.rows().stream().filter(row -> row.pair().matched()).count();
            notes.add(read.rows().size() + " pairs were read from "
                    + settings.pairs().get()
                    + (2 * matched == read.rows().size() ? "" : ", " + matched + " of them matched"));
            return read;
        }
        PairList drawn = PairList.draw(clips, sampler, settings.momentsPerClip(), new Random(SEED));
        settings.pairs().ifPresent(file -> {
            drawn.write(file, clips);
            notes.add(drawn.rows().size() + " pairs were drawn and written to " + file
                    + "; give it as --pairs to ask another network the same");
        });
        return drawn;
    }

    private static NetworkRetrieval retrieval(
            List<Correspondence.Moment> moments,
            ClipLibrary clips,
            EvaluationSettings settings,
            Optional<ClipAnswers> maps) {
        List<Set<String>> labels = moments.stream()
                .map(moment -> labels(clips, moment.pair().frameClip(), settings))
                .toList();
        if (settings.labels().isPresent() && labels.stream().allMatch(Set::isEmpty)) {
            throw new EarsightException("None of the " + moments.size() + " clips has a label in "
                    + settings.labels().get() + ", e.g. '"
                    + clips.name(moments.getFirst().pair().frameClip())
                    + "' has none; the list must name the video files or the ids they begin with.");
        }
        return NetworkRetrieval.of(moments, clips, labels, settings.classes(), maps, SEED);
    }

    /** The classes of a clip: of the list given, else of the truth beside it. */
    private static Set<String> labels(ClipLibrary clips, int clip, EvaluationSettings settings) {
        return settings.labels()
                .map(list -> list.labels(clips.source(clip)))
                .orElseGet(() -> clips.truthJson(clip)
                        .flatMap(
                                json -> SceneTruth.parse(json, clips.name(clip)).soundClass())
                        .map(Set::of)
                        .orElse(Set.of()));
    }

    /** All numbers; their names say where the clips were not kept from the network. */
    List<Measure> measures() {
        List<Measure> measures = new ArrayList<>(correspondence.measures());
        localization.ifPresent(found -> measures.addAll(found.measures()));
        measures.addAll(retrieval.measures());
        measures.replaceAll(heldOut::marked);
        return measures;
    }

    /** Without the search of a network that is trained to point. */
    List<Measure> measuresOfItsTask() {
        List<Measure> further =
                retrieval.measures().stream().map(heldOut::marked).toList();
        return localization.isEmpty()
                ? measures()
                : measures().stream()
                        .filter(measure -> !further.contains(measure))
                        .toList();
    }

    /** Where the network pointed, one per clip with known truth. */
    List<PointingItem> pointed() {
        return localization.stream()
                .flatMap(found -> found.items().stream())
                .map(NetworkLocalization.Item::pointing)
                .toList();
    }
}
