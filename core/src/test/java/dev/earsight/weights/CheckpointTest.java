package dev.earsight.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.net.AvolNet;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {
    private static final NetworkConfig TINY =
            new NetworkConfig(32, List.of(4, 4, 6, 8), 16, 8, true, Padding.REPLICATE);
    private static final int PIXELS = 3 * 32 * 32;
    private static final int SPECTROGRAM = 257 * 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void networkComesBackWithEveryTensor(Model model) {
        Path file = folder.resolve("run/one.safetensors");
        try (Network network = exercised(model)) {
            Checkpoint.write(file, model, TINY, network.parameters().all(), Map.of("step", "12", "commit", "abc"));
            Checkpoint read = Checkpoint.read(file);
            assertThat(read.model()).isEqualTo(model);
            assertThat(read.networkConfig()).isEqualTo(TINY);
            assertThat(read.provenance()).containsEntry("step", "12").containsEntry("commit", "abc");
            try (Network again = read.load()) {
                Map<String, Tensor> restored = again.parameters().all();
                assertThat(restored.keySet())
                        .isEqualTo(network.parameters().all().keySet());
                network.parameters()
                        .all()
                        .forEach((name, tensor) -> assertThat(
                                        Tensors.toArray(Objects.requireNonNull(restored.get(name))))
                                .as(name)
                                .isEqualTo(Tensors.toArray(tensor)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void trainedNetworkAnswersAsTheNetworkDoesWhateverItsNeighbors(Model model) {
        Path file = folder.resolve("one.safetensors");
        int count = 35; // more than are sent through at a time
        float[] images = noise(1, count * PIXELS);
        float[] spectrograms = noise(2, count * SPECTROGRAM);
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network network = exercised(model)) {
            Checkpoint.write(file, model, TINY, network.parameters().all(), Map.of());
            Tensor vision = network.vision(Tensors.images(images, count, 3, 32, 32), false);
            Tensor sound = network.sound(Tensors.of(spectrograms, count, 1, 257, 200), false);
            float[] similarity = Tensors.toArray(network.logits(network.similarity(vision, sound)));
            try (TrainedNetwork trained = TrainedNetwork.load(file)) {
                assertThat(trained.model()).isEqualTo(model);
                assertThat(trained.config()).isEqualTo(TINY);
                assertThat(trained.places()).isEqualTo(model == Model.AVOL ? 4 : 1);
                float[][] pictures = trained.pictures(images, count);
                float[][] sounds = trained.sounds(spectrograms, count);
                assertThat(flat(pictures)).containsExactly(Tensors.toArray(vision), within(1e-4f));
                assertThat(flat(sounds)).containsExactly(Tensors.toArray(sound), within(1e-4f));
                for (int i : new int[] {0, 31, 32, 34}) {
                    float[][] alone = trained.pictures(Arrays.copyOfRange(images, i * PIXELS, (i + 1) * PIXELS), 1);
                    assertThat(alone[0]).containsExactly(pictures[i], within(1e-4f));
                    float[] logits = trained.logits(pictures[i], sounds[i]);
                    assertThat(logits).hasSize(trained.places());
                    float best = logits[0];
                    for (float logit : logits) {
                        best = Math.max(best, logit);
                    }
                    assertThat(best).isCloseTo(similarity[i], within(1e-3f));
                    assertThat(trained.logit(pictures[i], sounds[i])).isEqualTo(best);
                    float[][] two = {sounds[0], sounds[i]};
                    assertThat(trained.logits(pictures[i], two))
                            .containsExactly(new float[] {trained.logit(pictures[i], sounds[0]), best}, within(1e-4f));
                    double mean = 0;
                    for (float logit : logits) {
                        mean += logit / logits.length;
                    }
                    if (model != Model.L3) { // linear in the vectors but for L3-Net, and a single place in AVE-Net
                        assertThat((double) trained.logits(trained.whole(pictures[i]), sounds[i])[0])
                                .isCloseTo(mean, within(1e-3));
                    }
                }
                assertThat(trained.pictures(new float[0], 0)).isEmpty();
                assertThatThrownBy(() -> trained.pictures(new float[PIXELS + 1], 2))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> trained.pictures(new float[PIXELS - 1], 1))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void aCheckpointOlderThanAttentionTakesTheMaximum() {
        Path file = folder.resolve("one.safetensors");
        try (Network network = exercised(Model.AVOL)) {
            Checkpoint.write(file, Model.AVOL, TINY, network.parameters().all(), Map.of());
        }
        Safetensors now = Safetensors.read(file);
        Map<String, String> older = new HashMap<>(now.metadata());
        older.computeIfPresent("network", (key, json) -> json.replaceAll(",?\"attentionSharpness\":0.0", ""));
        assertThat(older.get("network")).isNotEqualTo(now.metadata().get("network"));
        Safetensors.of(older, now.tensors()).write(file);
        assertThat(Checkpoint.read(file).networkConfig()).isEqualTo(TINY);
    }

    @Test
    void theOriginThatOthersAreToldHoldsNoPathsAndNoLists() {
        Path file = folder.resolve("one.safetensors");
        Map<String, String> words = new HashMap<>(
                TrainingSources.of(List.of("0123456789abcdef0"), List.of()).metadata());
        words.putAll(Map.of("commit", "abc", Checkpoint.INITIAL_WEIGHTS, "/home/someone/runs/ave"));
        try (Network network = exercised(Model.AVE)) {
            Checkpoint.write(file, Model.AVE, TINY, network.parameters().all(), words);
        }
        assertThat(Checkpoint.read(file).origin())
                .containsOnlyKeys("model", "network", "commit", Checkpoint.INITIAL_WEIGHTS)
                .containsEntry(Checkpoint.INITIAL_WEIGHTS, "ave");
    }

    /** Places keep their order: row by row, as in the map. */
    @Test
    void logitsOfPlacesAreThoseOfTheMap() {
        Path file = folder.resolve("one.safetensors");
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network network = exercised(Model.AVOL)) {
            Checkpoint.write(file, Model.AVOL, TINY, network.parameters().all(), Map.of());
            float[] images = noise(5, PIXELS);
            float[] spectrograms = noise(6, SPECTROGRAM);
            Tensor map = ((AvolNet) network)
                    .map(
                            network.vision(Tensors.images(images, 1, 3, 32, 32), false),
                            network.sound(Tensors.of(spectrograms, 1, 1, 257, 200), false));
            try (TrainedNetwork trained = TrainedNetwork.load(file)) {
                float[] logits = trained.logits(trained.pictures(images, 1)[0], trained.sounds(spectrograms, 1)[0]);
                assertThat(logits).containsExactly(Tensors.toArray(network.logits(map)), within(1e-3f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "1, 4"})
    void aNetworkOfMotionStartsAsTheStillOne(int frames, int flowFields) {
        Path file = folder.resolve("still.safetensors");
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network still = exercised(Model.AVOL);
                Network moving = Model.AVOL.create(TINY.withMotion(frames, flowFields), 3)) {
            Checkpoint.write(file, Model.AVOL, TINY, still.parameters().all(), Map.of());
            Checkpoint.read(file).restoreShared(moving.parameters().all());
            float[] picture = noise(5, PIXELS);
            float[] shown = frames > 1 ? new float[frames * PIXELS] : noise(6, PIXELS + 2 * flowFields * PIXELS / 3);
            for (int frame = 0; frame < frames; frame++) {
                System.arraycopy(picture, 0, shown, frame * PIXELS, PIXELS);
            }
            int channels = moving.config().pictureChannels();
            assertThat(Tensors.toArray(moving.vision(Tensors.images(shown, 1, channels, 32, 32), false)))
                    .containsExactly(
                            Tensors.toArray(still.vision(Tensors.images(picture, 1, 3, 32, 32), false)), within(1e-3f));
        }
    }

    @Test
    void anotherShapeIsRefused() {
        Path file = folder.resolve("one.safetensors");
        NetworkConfig wider = new NetworkConfig(32, List.of(4, 4, 6, 10), 16, 8, true, Padding.REPLICATE);
        try (Network network = exercised(Model.AVE)) {
            // Says it is wider than its tensors are.
            Checkpoint.write(file, Model.AVE, wider, network.parameters().all(), Map.of());
            assertThatThrownBy(() -> TrainedNetwork.load(file).close())
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("conv4_1.weight")
                    .hasMessageContaining("[8, 6, 3, 3]")
                    .hasMessageContaining("[10, 6, 3, 3]");
            Checkpoint.write(file, Model.AVOL, TINY, network.parameters().all(), Map.of());
            assertThatThrownBy(() -> Checkpoint.read(file).load().close())
                    .isInstanceOf(EarsightException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("another network");
        }
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        Path file = folder.resolve("foreign.safetensors");
        assertRefused(file, "check the path");
        Files.writeString(file, "this is not a safetensors file at all");
        assertRefused(file, file.toString());
        Safetensors.of(Map.of("format", "pt"), Map.of("w", FloatTensor.of(1))).write(file);
        assertRefused(file, "does not say which network");
        Map<String, String> metadata = new HashMap<>(Map.of("model", "GAN", "network", "{}"));
        Safetensors.of(metadata, Map.of("w", FloatTensor.of(1))).write(file);
        assertRefused(file, "'GAN'");
        metadata.put("model", "AVE");
        Safetensors.of(metadata, Map.of("w", FloatTensor.of(1))).write(file);
        assertRefused(file, "does not know");
        metadata.put("network", "{not json");
        Safetensors.of(metadata, Map.of("w", FloatTensor.of(1))).write(file);
        assertRefused(file, "does not know");
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(words);
    }

    /** A network whose running statistics are no longer what every fresh network has. */
    private static Network exercised(Model model) {
        Network network = model.create(TINY, 9);
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients()) {
            network.vision(Tensors.images(noise(3, 4 * PIXELS), 4, 3, 32, 32), true);
            network.sound(Tensors.of(noise(4, 4 * SPECTROGRAM), 4, 1, 257, 200), true);
        }
        return network;
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }

    private static float[] noise(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
