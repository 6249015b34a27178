package dev.earsight.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingSourcesTest {
    private static final String A = "aaaaaaaaaaaaaaaa".repeat(4);
    private static final String B = "bbbbbbbbbbbbbbbb".repeat(4);
    private static final String C = "cccccccccccccccc".repeat(4);

    @Test
    void metadataHoldsSixteenDigitsOfEachSorted() {
        TrainingSources sources = TrainingSources.of(List.of(B, A, A), List.of(C));
        assertThat(sources.metadata())
                .containsEntry("trained-on", "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb")
                .containsEntry("chosen-on", "cccccccccccccccc")
                .containsEntry("sources-complete", "true");
        assertThat(TrainingSources.in(sources.metadata())).contains(sources);
        assertThat(sources.trainedOn(A)).isTrue();
        assertThat(sources.trainedOn(C)).isFalse();
        assertThat(sources.chosenOn(C)).isTrue();
    }

    @Test
    void formerRunsAreRemembered() {
        TrainingSources first = TrainingSources.of(List.of(A), List.of(B));
        TrainingSources second = TrainingSources.of(List.of(C), List.of(C)).after(Optional.of(first));
        assertThat(second.trained()).containsExactly(A.substring(0, 16), C.substring(0, 16));
        assertThat(second.chosen()).containsExactly(B.substring(0, 16), C.substring(0, 16));
        assertThat(second.complete()).isTrue();
        TrainingSources unknown = second.after(Optional.empty());
        assertThat(unknown.complete()).isFalse();
        assertThat(first.after(Optional.of(unknown)).complete())
                .as("not known for good")
                .isFalse();
    }

    @Test
    void whatSaysNothingIsUnknown() {
        assertThat(TrainingSources.in(Map.of("data-hash", "x"))).isEmpty();
        Map<String, String> damaged =
                new HashMap<>(TrainingSources.of(List.of(A), List.of(B)).metadata());
        damaged.put("trained-on", "aaaa");
        assertThat(TrainingSources.in(damaged)).isEmpty();
    }
}
