package dev.earsight.cli;

import dev.earsight.clip.Pair;
import dev.earsight.diagnose.Diagnosis;
import dev.earsight.diagnose.Findings;
import dev.earsight.diagnose.OperatingChoice;
import dev.earsight.diagnose.Sample;
import dev.earsight.diagnose.Spread;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.report.Block;
import dev.earsight.report.Report;
import dev.earsight.report.Report.Section;
import dev.earsight.shard.ClipLibrary;
import dev.earsight.weights.TrainedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A diagnosis as a page: the sentences first, then the figures behind them, and one moment as the network was given it.
 *
 * @param run run folder or checkpoint file
 * @param data prepared data, and which split of it
 */
record DiagnosisPage(Path run, String data) {
    /** The page; reads one moment again to show and play what was changed. */
    Report of(DiagnosisReport found, TrainedNetwork network, ClipLibrary clips) {
        Diagnosis diagnosis = found.diagnosis();
        String name = EvaluationReport.name(network.model());
        return new Report(
                "What " + name + " leans on, " + data,
                "One thing about the pictures or the sounds is changed at a time and the same pairs are asked again. Beside every "
                        + "number how many items it comes from and its 95 % interval.",
                List.of(
                        summary(found, name, clips),
                        changes(found),
                        new Section("samples", "What it was given", samples(clips)),
                        similarities(diagnosis),
                        new Section("reliability", "Reliability", ReliabilityBlocks.of(diagnosis.reliability())),
                        sides(found),
                        new Section("provenance", "Provenance", EvaluationReport.provenance(network))));
    }

    private Section summary(DiagnosisReport found, String name, ClipLibrary clips) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Network", name + ", " + run);
        facts.put("Data", data + ", " + clips.size() + " clips");
        facts.put("Measured with", String.join(", ", Provenance.here().values()));
        List<String> notes = new ArrayList<>(found.heldOut().note().stream().toList());
        notes.addAll(found.diagnosis().notes());
        return new Section(
                "summary",
                "Summary",
                List.of(
                        new Block.Headline(found.undisturbed()),
                        new Block.Facts(facts),
                        new Block.Notes(notes),
                        new Block.Words("What the figures below say:"),
                        new Block.Notes(Findings.of(found.diagnosis()))));
    }

    private static Section changes(DiagnosisReport found) {
        List<List<String>> lines = found.effects();
        return new Section(
                "changes",
                "Changes",
                List.of(
                        new Block.Numbers("As it is", found.undisturbed(), false),
                        new Block.Table(DiagnosisReport.CHANGED, lines.getFirst(), lines.subList(1, lines.size()))));
    }

    private static List<Block> samples(ClipLibrary clips) {
        Pair middle = NetworkLocalization.middle(clips, clips.size() / 2);
        RgbImage picture = clips.frame(middle.frameClip(), middle.frameIndex());
        long start = middle.soundCenterSample() - Sound.SAMPLE_RATE_HZ / 2;
        Sound sound = new Sound(clips.sound(middle.soundClip(), start, Sound.SAMPLE_RATE_HZ));
        List<Block.Tile> pictures = new ArrayList<>(List.of(tile(Optional.of(picture), Optional.empty(), "as it is")));
        List<Block.Tile> sounds = new ArrayList<>(List.of(tile(Optional.empty(), Optional.of(sound), "as it is")));
        for (Sample sample : Sample.of(clips, middle.frameClip(), middle.frameIndex())) {
            String label = sample.disturbance().label();
            if (sample.disturbance().ofPicture()) {
                pictures.add(tile(Optional.of(sample.picture()), Optional.empty(), label));
            } else {
                sounds.add(tile(Optional.empty(), Optional.of(sample.sound()), label));
            }
        }
        return List.of(new Block.Sheet(
                "One moment of " + clips.name(middle.frameClip()) + ", with each change.",
                List.of(new Block.Row("Pictures", pictures), new Block.Row("Sounds", sounds))));
    }

    private static Block.Tile tile(Optional<RgbImage> picture, Optional<Sound> sound, String title) {
        return new Block.Tile(picture, List.of(), sound, title, "", Block.Mark.PLAIN);
    }

    private static Section similarities(Diagnosis diagnosis) {
        OperatingChoice choice = diagnosis.operatingChoice();
        String asked = percent(choice.asked());
        return new Section(
                "similarities",
                "Similarities",
                List.of(
                        new Block.Chart(
                                "Best similarity of a picture with a sound, over matched and mismatched pairs; upright: the lowest "
                                        + "threshold with at most " + asked + " false alarms.",
                                diagnosis.histogram().draw(choice.chosen().threshold(), 1200, 600)),
                        new Block.Table(
                                "Operating point for at most " + asked + " false alarms",
                                List.of("said to match from a probability of", "false alarms", "hits"),
                                List.of(
                                        List.of(
                                                String.format(Locale.ROOT, "%.3f", choice.probability()),
                                                percent(choice.chosen().falseAlarmRate()) + ", n "
                                                        + choice.mismatched(),
                                                percent(choice.chosen().hitRate()) + ", n " + choice.matched()),
                                        List.of(
                                                "on sources held out of the choice, a fifth at a time",
                                                percent(choice.heldOutFalseAlarmRate()),
                                                percent(choice.heldOutHitRate()))))));
    }

    private static Section sides(DiagnosisReport found) {
        List<List<String>> spreads = new ArrayList<>();
        for (Spread spread : found.diagnosis().spreads()) {
            spreads.add(List.of(
                    spread.of(),
                    String.format(
                            Locale.ROOT,
                            "%.2f (%.2f to %.2f)",
                            spread.similarity(),
                            spread.similarityInterval().low(),
                            spread.similarityInterval().high()),
                    String.format(Locale.ROOT, "%.1f", spread.effectiveRank()),
                    String.format(Locale.ROOT, "%.1f", spread.roundRank()),
                    String.valueOf(spread.n())));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Numbers(
                "One side by itself, and how the map moves under another sound", found.others(), false));
        blocks.add(new Block.Table(
                "Whether vectors have collapsed",
                List.of("vectors of", "mean cosine of two sources", "effective rank", "that of round noise", "n"),
                spreads));
        found.diagnosis()
                .movement()
                .flatMap(movement -> movement.following())
                .ifPresent(following -> blocks.add(new Block.Words(String.format(
                        Locale.ROOT,
                        "Permutation test, same picture, two sounds: exchanging the sounds at random gives as high a gain with "
                                + "p = %.4f (one-sided, %d sources, %d pictures).",
                        following.probability(),
                        following.sources(),
                        following.gain().n()))));
        return new Section("sides", "Sides and map", blocks);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
