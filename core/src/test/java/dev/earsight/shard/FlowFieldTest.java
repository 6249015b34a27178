package dev.earsight.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of flow, and how they are packed. */
class FlowFieldTest {
    @Test
    void aMirrorTurnsRightIntoLeft() {
        FlowField field = new FlowField(3, 2, new float[] {1, 2, 3, 0, -5, 6}, new float[] {1, 0, 0, 4, 0, 7});

        FlowField mirrored = field.mirrored();

        assertThat(mirrored.dx()).containsExactly(-3, -2, -1, -6, 5, 0);
        assertThat(mirrored.dy()).containsExactly(0, 0, 1, 7, 0, 4);
        assertThat(mirrored.mirrored().dx()).containsExactly(field.dx());
    }

    @Test
    void aReducedFieldHasTheMeanOfWhatItCoversInItsOwnPixels() {
        FlowField field =
                new FlowField(4, 2, new float[] {1, 3, 5, 5, 1, 3, 7, 7}, new float[] {0, 0, 4, 0, 2, 2, 0, 0});

        FlowField reduced = field.reduced(2, 1);

        assertThat(reduced.dx()).containsExactly(1, 3); // means 2 and 6, in pixels twice as wide
        assertThat(reduced.dy()).containsExactly(0.5f, 0.5f); // means 1 and 1, in pixels twice as high
        FlowField uneven = new FlowField(3, 1, new float[] {3, 6, 9}, new float[3]).reduced(2, 1);
        assertThat(uneven.dx()[0]).isCloseTo((3 + 6 * 0.5f) / 1.5f * 2 / 3, within(1e-6f));
        assertThat(uneven.dx()[1]).isCloseTo((6 * 0.5f + 9) / 1.5f * 2 / 3, within(1e-6f));
        assertThatThrownBy(() -> field.reduced(5, 2)).hasMessageContaining("4x2 cannot be reduced to 5x2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void packingIsOffByHalfAStepAtMost(long seed) throws Exception {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(60);
        int height = 1 + random.nextInt(60);
        double size = Math.pow(10, random.nextDouble(-2, 2));
        FlowField field = FlowField.zero(width, height);
        float greatest = 0;
        for (int i = 0; i < width * height; i++) {
            // Smooth in parts, wild in others.
            field.dx()[i] = (float) (size * (i % 7 < 4 ? Math.sin(i / 9.0) : random.nextGaussian()));
            field.dy()[i] =
                    (float) (size * (i / width % 2 == 0 ? i / (double) (width * height) : random.nextGaussian()));
            greatest = Math.max(greatest, Math.max(Math.abs(field.dx()[i]), Math.abs(field.dy()[i])));
        }
        float bound = Math.max(FlowCodec.LEAST_STEP, greatest / 127) / 2 * 1.0001f;

        byte[] packed = FlowCodec.encode(field, seed / 8f);
        FlowField back = FlowCodec.decode(ByteBuffer.wrap(packed));

        assertThat(FlowCodec.change(ByteBuffer.wrap(packed))).isEqualTo(seed / 8f);
        assertThat(back.width()).isEqualTo(width);
        assertThat(back.dx()).containsExactly(field.dx(), within(bound));
        assertThat(back.dy()).containsExactly(field.dy(), within(bound));
    }

    @Test
    void aFieldWithoutMotionIsOnlyItsHead() throws Exception {
        byte[] packed = FlowCodec.encode(FlowField.zero(200, 100), 0);
        assertThat(packed).hasSize(12);
        assertThat(FlowCodec.decode(ByteBuffer.wrap(packed)).dx())
                .hasSize(20_000)
                .containsOnly(0f);
    }

    @Test
    void asManyFieldsAreKeptAsFollowTheKeptFrames() {
        // Every frame, every fifth: all fields; every 25th: ten of each 25.
        assertThat(new FlowTimes(100, 1).count()).isEqualTo(99);
        assertThat(new FlowTimes(100, 5).count()).isEqualTo(99);
        assertThat(new FlowTimes(100, 25).count()).isEqualTo(40);
        assertThat(new FlowTimes(56, 25).count()).isEqualTo(25); // 0-9, 25-34, 50-54
        assertThat(new FlowTimes(1, 1).count()).isZero();
        for (int step : new int[] {1, 5, 25}) {
            FlowTimes times = new FlowTimes(131, step);
            int place = 0;
            for (int k = 0; k < 131; k++) {
                if (times.keeps(k)) {
                    assertThat(times.place(k)).isEqualTo(place);
                    assertThat(times.field(place++)).isEqualTo(k);
                }
            }
            assertThat(times.count()).isEqualTo(place);
        }
    }

    @Test
    void aCutIsAGreatChangeOrASuddenOne() {
        FlowTimes times = new FlowTimes(41, 1);
        List<Float> changes = new ArrayList<>(Collections.nCopies(40, 0f));
        changes.set(5, 0.13f); // great
        changes.set(15, 0.06f); // sudden: above 6 (0.001 + 0.005)
        changes.set(19, 0.001f);
        changes.set(25, 0.06f); // not: 6 (0.006 + 0.005) is 0.066
        changes.set(29, 0.006f);
        changes.set(34, 0.02f); // too little to be one
        assertThat(SceneCut.cuts(changes, times)).containsExactly(5, 15);
        // Only ten of 25 are kept: place 9 is field 9, place 10 is field 25 and no neighbor of it.
        List<Float> apart = new ArrayList<>(Collections.nCopies(20, 0f));
        apart.set(9, 0.05f);
        apart.set(10, 0.05f);
        assertThat(SceneCut.cuts(apart, new FlowTimes(36, 25))).containsExactly(9, 25);
    }
}
