package dev.earsight.serve;

import dev.earsight.localize.Localizer;
import dev.earsight.localize.Peak;
import dev.earsight.localize.ScoreMap;
import dev.earsight.localize.ScoredBox;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a sound comes from, as the API says it.
 *
 * @param kind picture or video
 * @param width pixels of the picture as shown
 * @param height pixels
 * @param durationSeconds of the video, or of the sound a picture was asked about
 * @param hopSeconds from one moment to the next
 * @param visibleFrom from which probability on something is said to be visible
 * @param visibleFromChosen whether that was chosen
 * @param loudestSeconds of a picture: the moment of the loudest second
 * @param moments in order of time
 */
record Localization(
        String kind,
        int width,
        int height,
        OptionalDouble durationSeconds,
        double hopSeconds,
        double visibleFrom,
        boolean visibleFromChosen,
        OptionalDouble loudestSeconds,
        List<Moment> moments) {
    /** One answer; only the first two where nothing is heard. */
    record Moment(
            double seconds,
            boolean heard,
            Optional<Boolean> visible,
            OptionalDouble probability,
            Optional<Place> peak,
            Optional<List<ScoredBox>> boxes,
            Optional<Map> map) {
        static Moment of(double seconds, Optional<Localizer.Answer> heard, boolean withMap) {
            return heard.map(answer -> new Moment(
                            seconds,
                            true,
                            Optional.of(answer.visible()),
                            OptionalDouble.of(answer.probability()),
                            Optional.of(Place.of(answer.peak())),
                            Optional.of(answer.boxes()),
                            withMap ? Optional.of(Map.of(answer.map())) : Optional.empty()))
                    .orElseGet(() -> new Moment(
                            seconds,
                            false,
                            Optional.empty(),
                            OptionalDouble.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    /** The likeliest place. */
    record Place(double x, double y, double score) {
        static Place of(Peak peak) {
            return new Place(peak.x(), peak.y(), peak.score());
        }
    }

    /** The score of each cell, row by row, to four digits. */
    @SuppressWarnings("ArrayRecordComponent") // written once
    record Map(int rows, int columns, float[] scores) {
        static Map of(ScoreMap map) {
            float[] rounded = new float[map.scores().length];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = Math.round(map.scores()[i] * 1e4f) / 1e4f;
            }
            return new Map(map.rows(), map.columns(), rounded);
        }
    }
}
