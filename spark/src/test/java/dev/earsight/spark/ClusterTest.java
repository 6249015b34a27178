package dev.earsight.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ClusterTest {
    @Test
    void aMasterThatNobodyAnswersForIsSaidAtOnce() {
        assertThatThrownBy(() -> new SparkFleetProvider().open("spark://localhost:1", Map.of(), Optional.empty()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("spark://localhost:1 cannot be reached")
                .hasMessageContaining("local-cluster");
        Map<String, String> nowhere = Map.of(
                "spark.hadoop.yarn.resourcemanager.address", "localhost:1",
                "spark.hadoop.ipc.client.connect.max.retries", "0");
        assertThatThrownBy(() -> new SparkFleetProvider().open("yarn", nowhere, Optional.empty()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("yarn cannot be reached (Connection refused)")
                .hasMessageContaining("HADOOP_CONF_DIR");
        assertThatThrownBy(() -> new SparkFleetProvider().open("submit", Map.of(), Optional.empty()))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("spark-submit");
    }

    @Test
    void whatSparkSaysBecomesASentence() {
        EarsightException failure = Failure.of(
                new ExecutionException(
                        new IllegalStateException(
                                "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure: Lost task 0.3 in "
                                        + "stage 3.0 (TID 7) (10.0.0.2 executor 1): java.io.IOException: No space left on device\n\tat a.b.C")),
                "/videos/a.mp4");
        assertThat(failure)
                .hasMessageStartingWith(
                        "Spark gave up on /videos/a.mp4 (10.0.0.2 executor 1: java.io.IOException: No space left on device)");
    }
}
