package dev.earsight.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.EarsightException;
import dev.earsight.net.Model;
import dev.earsight.net.Network;
import dev.earsight.net.NetworkConfig;
import dev.earsight.net.NetworkConfig.Padding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several looks at a picture against single looks, put together here. */
class ViewsTest {
    private static final int SIZE = 16;
    private static final NetworkConfig TINY = new NetworkConfig(32, List.of(4, 4, 6, 8), SIZE, 8, false, Padding.ZERO);

    @TempDir
    Path folder;

    private float[] large = new float[0]; // 64 pixels a side
    private float[] small = new float[0]; // the same picture, 32: each pixel the mean of four

    @BeforeEach
    void picture() {
        Random random = new Random(1);
        large = new float[3 * 64 * 64];
        small = new float[3 * 32 * 32];
        for (int i = 0; i < large.length; i++) {
            large[i] = (float) random.nextGaussian();
            int x = i % 64 / 2;
            int y = i / 64 % 64 / 2;
            small[i / (64 * 64) * 32 * 32 + 32 * y + x] += large[i] / 4;
        }
    }

    /** A picture of frames has its planes mirrored alike; in one of flow, what goes right goes left. */
    @ParameterizedTest
    @CsvSource({"3, 0", "1, 2"})
    void motionIsMirroredWithThePicture(int frames, int flowFields) {
        NetworkConfig moving = TINY.withMotion(frames, flowFields);
        int planes = moving.pictureChannels();
        Random random = new Random(8);
        float[] upright = new float[planes * 32 * 32];
        for (int i = 0; i < upright.length; i++) {
            upright[i] = (float) random.nextGaussian();
        }
        float[] mirrored = mirrored(upright, 32);
        for (int field = 0; field < flowFields; field++) {
            for (int i = 0; i < 32 * 32; i++) {
                mirrored[(3 + 2 * field) * 32 * 32 + i] *= -1;
            }
        }
        float[] expected = mean(
                look(Model.AVE, moving, Views.single(), upright), look(Model.AVE, moving, Views.single(), mirrored));
        assertThat(look(Model.AVE, moving, new Views(List.of(1.0), true), upright))
                .containsExactly(unit(expected), within(1e-4f));
    }

    @ParameterizedTest
    @EnumSource
    void mirroredIsTheMeanOfBothLooksWithPlacesPutBack(Model model) {
        float[] upright = look(model, Views.single(), small);
        float[] mirrored = look(model, Views.single(), mirrored(small, 32));
        if (model == Model.AVOL) {
            mirrored = mirroredMap(mirrored, 2);
        }
        float[] expected = mean(upright, mirrored);
        assertThat(look(model, new Views(List.of(1.0), true), small))
                .containsExactly(model == Model.AVE ? unit(expected) : expected, within(1e-4f));
    }

    @Test
    void mapsOfTwoSizesMeetOnTheFinerGrid() {
        float[] coarse = look(Model.AVOL, Views.single(), small); // 2x2 places
        float[] fine = look(Model.AVOL, new Views(List.of(2.0), false), large); // 4x4
        assertThat(coarse).hasSize(4 * SIZE);
        assertThat(fine).hasSize(16 * SIZE);
        float[] raised = new float[fine.length];
        // Between two cells, the centers of four lie at -1/4, 1/4, 3/4 and 5/4 of the way; beyond the ends the end
        // counts.
        double[] shareOfSecond = {0, 0.25, 0.75, 1};
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                for (int k = 0; k < SIZE; k++) {
                    double right = shareOfSecond[column];
                    double lower = shareOfSecond[row];
                    double top = (1 - right) * coarse[k] + right * coarse[SIZE + k];
                    double bottom = (1 - right) * coarse[2 * SIZE + k] + right * coarse[3 * SIZE + k];
                    raised[(4 * row + column) * SIZE + k] = (float) ((1 - lower) * top + lower * bottom);
                }
            }
        }
        assertThat(look(Model.AVOL, new Views(List.of(1.0, 2.0), false), large))
                .containsExactly(mean(raised, fine), within(1e-4f));
    }

    @Test
    void vectorsForSearchKeepUnitLength() {
        float[] coarse = look(Model.AVE, Views.single(), small);
        float[] fine = look(Model.AVE, new Views(List.of(2.0), false), large);
        assertThat(look(Model.AVE, new Views(List.of(2.0, 1.0), false), large))
                .containsExactly(unit(mean(coarse, fine)), within(1e-4f));
    }

    @Test
    void sidesAreMultiplesOfSixteen() {
        assertThat(new Views(List.of(1.0, 1.5), false).largestSide(112)).isEqualTo(176); // 168 lies halfway, up
        assertThat(new Views(List.of(0.5), true).largestSide(112)).isEqualTo(64);
        assertThat(new Views(List.of(0.25), true).largestSide(64)).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 5, Double.NaN})
    void scalesBeyondReasonAreRefused(double scale) {
        assertThatThrownBy(() -> new Views(List.of(1.0, scale), false))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("such as 1,1.5");
        assertThatThrownBy(() -> new Views(List.of(), false)).isInstanceOf(EarsightException.class);
    }

    private float[] look(Model model, Views views, float[] picture) {
        return look(model, TINY, views, picture);
    }

    private float[] look(Model model, NetworkConfig config, Views views, float[] picture) {
        Path file = folder.resolve(model + ".safetensors");
        try (Network network = model.create(config, 3)) {
            Checkpoint.write(file, model, config, network.parameters().all(), Map.of());
        }
        try (TrainedNetwork trained = TrainedNetwork.load(file, views)) {
            int side = (int) Math.sqrt(picture.length / (double) config.pictureChannels());
            assertThat(trained.config().imageSide()).isEqualTo(side);
            float[] vectors = trained.pictures(picture, 1)[0];
            assertThat(vectors.length % trained.places()).isZero();
            return vectors;
        }
    }

    private static float[] mirrored(float[] planes, int side) {
        float[] mirrored = new float[planes.length];
        for (int i = 0; i < planes.length; i++) {
            mirrored[i / side * side + side - 1 - i % side] = planes[i];
        }
        return mirrored;
    }

    private static float[] mirroredMap(float[] vectors, int side) {
        float[] mirrored = new float[vectors.length];
        for (int place = 0; place < side * side; place++) {
            int target = place / side * side + side - 1 - place % side;
            System.arraycopy(vectors, place * SIZE, mirrored, target * SIZE, SIZE);
        }
        return mirrored;
    }

    private static float[] mean(float[] a, float[] b) {
        float[] mean = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            mean[i] = (a[i] + b[i]) / 2;
        }
        return mean;
    }

    private static float[] unit(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(sum));
        }
        return unit;
    }
}
