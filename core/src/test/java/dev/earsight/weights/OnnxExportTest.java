package dev.earsight.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.earsight.clip.LogSpectrogram;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import dev.earsight.tensor.Scope;
import dev.earsight.tensor.Tensors;
import dev.earsight.weights.OnnxExport.Side;
import dev.earsight.weights.OnnxExport.SoundInput;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime makes of an exported network, beside what {@link TrainedNetwork} answers. */
@DisabledOnOs(value = OS.MAC, disabledReason = "this version of ONNX Runtime for Java has no library for macOS")
class OnnxExportTest {
    private static final OrtEnvironment ONNX = OrtEnvironment.getEnvironment();
    private static final float CLOSE = 1e-4f;
    private static final NetworkConfig PLAIN = config(1, false, Padding.ZERO);
    private static final NetworkConfig POOLED = config(8, true, Padding.REPLICATE);

    @TempDir
    Path folder;

    private static NetworkConfig config(int soundPooling, boolean normalized, Padding padding) {
        return new NetworkConfig(48, List.of(4, 5, 6, 8), 16, soundPooling, normalized, padding);
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(Model.AVE, PLAIN),
                Arguments.of(Model.AVE, POOLED),
                Arguments.of(Model.AVOL, PLAIN),
                Arguments.of(Model.AVOL, POOLED.withAttention(0.5)),
                Arguments.of(Model.L3, POOLED),
                Arguments.of(Model.AVE, PLAIN.withMotion(5, 0)),
                Arguments.of(Model.AVOL, POOLED.withMotion(5, 0)),
                Arguments.of(Model.AVOL, POOLED.withMotion(1, 4)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void answersWhatTheTrainedNetworkAnswers(Model model, NetworkConfig config) throws OrtException {
        Path file = written(model, config);
        try (TrainedNetwork network = TrainedNetwork.load(file)) {
            for (int count : new int[] {1, 3}) {
                Random random = new Random(count);
                float[] pictures = pictures(random, count, config);
                float[] samples = sounds(random, count);
                float[] spectrograms = new float[count * LogSpectrogram.SIZE];
                LogSpectrogram spectrogram = new LogSpectrogram();
                for (int i = 0; i < count; i++) {
                    float[] second = Arrays.copyOfRange(samples, i * 48_000, (i + 1) * 48_000);
                    spectrogram.compute(second, 1, spectrograms, i * LogSpectrogram.SIZE);
                }
                float[][] seen = network.pictures(pictures, count);
                float[][] heard = network.sounds(spectrograms, count);
                for (SoundInput input : SoundInput.values()) {
                    Map<String, Input> given = new HashMap<>();
                    given.put("picture", new Input(pictures, count, config.pictureChannels(), 48, 48));
                    given.put(
                            input == SoundInput.PCM ? "pcm" : "spectrogram",
                            input == SoundInput.PCM
                                    ? new Input(samples, count, 48_000)
                                    : new Input(spectrograms, count, 1, 257, 200));
                    Map<String, float[]> answers = run(OnnxExport.of(Checkpoint.read(file), Side.BOTH, input), given);
                    compare(network, count, seen, heard, answers);
                }
            }
        }
    }

    private static void compare(
            TrainedNetwork network, int count, float[][] seen, float[][] heard, Map<String, float[]> answers) {
        boolean maps = network.model() == Model.AVOL;
        assertThat(answers).hasSize(maps ? 7 : 5);
        for (int i = 0; i < count; i++) {
            close(part(answers, "picture_embedding", i, count), seen[i]);
            close(part(answers, "sound_embedding", i, count), heard[i]);
            float logit = network.logit(seen[i], heard[i]);
            assertThat(part(answers, "log_odds", i, count)).containsExactly(new float[] {logit}, within(CLOSE));
            close(part(answers, "probability", i, count), new float[] {sigmoid(logit)});
            if (maps) {
                float[] logits = network.logits(seen[i], heard[i]);
                close(part(answers, "score_map_log_odds", i, count), logits);
                float[] probabilities = logits.clone();
                for (int k = 0; k < logits.length; k++) {
                    probabilities[k] = sigmoid(logits[k]);
                }
                close(part(answers, "score_map", i, count), probabilities);
            }
            if (network.model() == Model.AVE) {
                double cosine = 0;
                for (int k = 0; k < seen[i].length; k++) {
                    cosine += seen[i][k] * heard[i][k];
                }
                close(part(answers, "similarity", i, count), new float[] {(float) cosine});
            }
        }
    }

    @Test
    void aSideAloneNeedsNothingOfTheOther() throws OrtException {
        Path file = written(Model.AVE, POOLED);
        Random random = new Random(5);
        float[] pictures = pictures(random, 2, POOLED);
        float[] samples = sounds(random, 1);
        try (TrainedNetwork network = TrainedNetwork.load(file)) {
            Map<String, float[]> seen = run(
                    OnnxExport.of(Checkpoint.read(file), Side.PICTURE, SoundInput.SPECTROGRAM),
                    Map.of("picture", new Input(pictures, 2, 3, 48, 48)));
            Map<String, float[]> heard = run(
                    OnnxExport.of(Checkpoint.read(file), Side.SOUND, SoundInput.PCM),
                    Map.of("pcm", new Input(samples, 1, 48_000)));
            assertThat(seen).containsOnlyKeys("picture_embedding");
            close(part(seen, "picture_embedding", 1, 2), network.pictures(pictures, 2)[1]);
            assertThat(heard).containsOnlyKeys("sound_embedding");
            close(part(heard, "sound_embedding", 0, 1), network.sounds(new LogSpectrogram().of(samples), 1)[0]);
        }
    }

    private Path written(Model model, NetworkConfig config) {
        Path file = folder.resolve("network.safetensors");
        try (Scope scope = Scope.open();
                var none = Tensors.withoutGradients();
                Network network = model.create(config, 9)) {
            Random random = new Random(4);
            // Running statistics, gains and shifts as training leaves them, not those that change nothing.
            for (int step = 0; step < 3; step++) {
                network.vision(Tensors.images(pictures(random, 4, config), 4, config.pictureChannels(), 48, 48), true);
                float[] heard = new float[4 * LogSpectrogram.SIZE];
                for (int i = 0; i < heard.length; i++) {
                    heard[i] = (float) (0.5 * random.nextGaussian() - 0.3);
                }
                network.sound(Tensors.of(heard, 4, 1, 257, 200), true);
            }
            network.parameters().trained().forEach((name, tensor) -> {
                if (name.contains(".norm.") || name.endsWith(".bias")) {
                    Tensor noise = Tensors.of(gaussian(random, (int) tensor.numel(), 0.2), Tensors.shape(tensor));
                    tensor.add_(noise);
                }
            });
            Checkpoint.write(file, model, config, network.parameters().all(), Map.of());
        }
        return file;
    }

    private static float[] pictures(Random random, int count, NetworkConfig config) {
        return gaussian(random, count * config.pictureChannels() * 48 * 48, 0.5);
    }

    /** Tones that come and go above a faint noise. */
    private static float[] sounds(Random random, int count) {
        float[] samples = gaussian(random, count * 48_000, 1e-3);
        for (int second = 0; second < count; second++) {
            double radians = 2 * Math.PI * (200 + 3000 * random.nextDouble()) / 48_000;
            for (int i = 0; i < 48_000; i++) {
                samples[second * 48_000 + i] += (float) (0.4 * Math.sin(radians * i) * Math.sin(i / 4000.0));
            }
        }
        return samples;
    }

    private static float[] gaussian(Random random, int length, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Input(float[] values, long... shape) {}

    private static Map<String, float[]> run(OnnxModel model, Map<String, Input> given) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession session = ONNX.createSession(model.bytes())) {
            for (Map.Entry<String, Input> input : given.entrySet()) {
                FloatBuffer values = FloatBuffer.wrap(input.getValue().values());
                inputs.put(
                        input.getKey(),
                        OnnxTensor.createTensor(ONNX, values, input.getValue().shape()));
            }
            Map<String, float[]> answers = new HashMap<>();
            try (OrtSession.Result result = session.run(inputs)) {
                for (var output : result) {
                    FloatBuffer buffer = ((OnnxTensor) output.getValue()).getFloatBuffer();
                    float[] values = new float[buffer.remaining()];
                    buffer.get(values);
                    answers.put(output.getKey(), values);
                }
            }
            return answers;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[] part(Map<String, float[]> answers, String name, int item, int count) {
        float[] all = Objects.requireNonNull(answers.get(name), name);
        int size = all.length / count;
        return Arrays.copyOfRange(all, item * size, (item + 1) * size);
    }

    private static void close(float[] answer, float[] expected) {
        assertThat(answer).containsExactly(expected, within(CLOSE));
    }

    private static float sigmoid(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }
}
