package dev.earsight.cli;

import dev.earsight.annotation.Annotations;
import dev.earsight.annotation.LabelFile;
import dev.earsight.evaluate.ClassTree;
import dev.earsight.protocol.Protocol;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a network is to be measured.
 *
 * @param momentsPerClip of a list of pairs that is yet to be drawn
 * @param pairs the stored list: read where it exists, else written
 * @param classes how alike classes are
 * @param labels classes of the clips; without it what the truth beside them says
 * @param truth what sounds where; without it the truth beside the clips
 * @param protocol the rules for score maps
 * @param negatives of an extended set: a list as published, or one to be drawn
 * @param universalThreshold of negative audio
 */
record EvaluationSettings(
        int momentsPerClip,
        Optional<Path> pairs,
        ClassTree classes,
        Optional<LabelFile> labels,
        Optional<Annotations> truth,
        Protocol protocol,
        Optional<Negatives.Source> negatives,
        UniversalThreshold universalThreshold) {
    /** By our own rules, with what lies beside the clips, on pairs drawn afresh. */
    static EvaluationSettings of(int momentsPerClip, ClassTree classes) {
        return new EvaluationSettings(
                momentsPerClip,
                Optional.empty(),
                classes,
                Optional.empty(),
                Optional.empty(),
                Protocol.OURS,
                Optional.empty(),
                UniversalThreshold.THIRD_QUARTILE);
    }
}
