package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowField;
import dev.earsight.shard.FlowStack;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowPlanesTest {
    @Test
    void displacementsAreInPixelsOfTheSquare() {
        FlowField right = new FlowField(4, 2, new float[] {1, 1, 1, 1, 1, 1, 1, 1}, new float[8]);
        FlowField down = new FlowField(4, 2, new float[8], new float[] {2, 2, 2, 2, 2, 2, 2, 2});

        float[] planes = new FlowPlanes().whole(new FlowStack(List.of(right, down)), 8);

        // The square is twice as wide as the grid and four times as high.
        assertThat(planes).hasSize(4 * 64);
        for (int i = 0; i < 64; i++) {
            assertThat(planes[i]).isEqualTo(2f);
            assertThat(planes[64 + i]).isZero();
            assertThat(planes[128 + i]).isZero();
            assertThat(planes[192 + i]).isEqualTo(8f);
        }
    }

    /** A field made of a picture's red must be shown where the picture is, whatever the crop, on a grid half as fine too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aViewShowsTheSamePartOfPictureAndFlow(long seed) {
        Random random = new Random(seed);
        int width = 2 * (10 + random.nextInt(30));
        int height = 2 * (10 + random.nextInt(30));
        boolean half = seed % 2 == 0;
        byte[] rgb = new byte[3 * width * height];
        FlowField fine = FlowField.zero(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = (int) (128 + 60 * Math.sin(x / 8.0 + seed) + 60 * Math.cos(y / 9.0));
                rgb[3 * (y * width + x)] = (byte) value;
                fine.dx()[y * width + x] = value;
                fine.dy()[y * width + x] = value;
            }
        }
        FlowField field = half ? fine.reduced(width / 2, height / 2) : fine;
        double viewWidth = width * random.nextDouble(0.6, 1);
        double viewHeight = height * random.nextDouble(0.6, 1);
        View view = new View(
                random.nextDouble() * (width - viewWidth),
                random.nextDouble() * (height - viewHeight),
                viewWidth,
                viewHeight,
                seed > 3,
                0,
                1);
        int side = 24;
        float[] picture = new float[3 * side * side];
        new ImagePlanes().render(new RgbImage(width, height, rgb), view, side, picture, 0);
        float[] flow = new float[2 * side * side + 5];
        new FlowPlanes().render(new FlowStack(List.of(field)), view, width, height, side, flow, 5);

        double unitRight = side / viewWidth * (view.flipped() ? -1 : 1);
        double unitDown = side / viewHeight;
        for (int i = 0; i < side * side; i++) {
            double value = (picture[i] + 1) * 127.5;
            assertThat(flow[5 + i] / unitRight).isCloseTo(value, within(half ? 3.0 : 0.01));
            assertThat(flow[5 + side * side + i] / unitDown).isCloseTo(value, within(half ? 3.0 : 0.01));
        }
    }

    @Test
    void aFlippedViewIsTheViewOfTheMirroredField() {
        Random random = new Random(4);
        FlowField field = FlowField.zero(9, 7);
        for (int i = 0; i < 63; i++) {
            field.dx()[i] = random.nextFloat();
            field.dy()[i] = random.nextFloat();
        }
        float[] flipped = new float[2 * 16 * 16];
        new FlowPlanes().render(new FlowStack(List.of(field)), new View(0, 0, 9, 7, true, 0, 1), 9, 7, 16, flipped, 0);
        assertThat(flipped)
                .containsExactly(new FlowPlanes().whole(new FlowStack(List.of(field.mirrored())), 16), within(1e-5f));
    }
}
