package dev.earsight.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.clip.FlowPlanes;
import dev.earsight.clip.ImagePlanes;
import dev.earsight.clip.PictureInput;
import dev.earsight.media.RgbImage;
import dev.earsight.shard.FlowEstimator;
import dev.earsight.shard.FlowField;
import dev.earsight.shard.FlowStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureWindowTest {
    private static final int SIDE = 8;
    private static final int PLANE = SIDE * SIDE;

    private final List<String> asked = new ArrayList<>();
    private final FlowEstimator differences = (earlier, later) -> {
        asked.add(earlier.value(0, 0, 0) + "-" + later.value(0, 0, 0));
        FlowField field = FlowField.zero(16, 16);
        Arrays.fill(field.dx(), later.value(0, 0, 0) - earlier.value(0, 0, 0));
        return field;
    };

    @Test
    void framesComeInOrder() {
        PictureWindow window = new PictureWindow(new PictureInput(SIDE, 3, 0), FlowEstimator.none());
        float[] planes = window.of(List.of(grey(10), grey(20), grey(30)));
        for (int i = 0; i < 3; i++) {
            assertThat(Arrays.copyOfRange(planes, 3 * i * PLANE, 3 * (i + 1) * PLANE))
                    .containsExactly(new ImagePlanes().whole(grey(10 * (i + 1)), SIDE));
        }
    }

    @Test
    void flowIsThatOfTheFieldsAndFoundOnce() {
        PictureWindow window = new PictureWindow(new PictureInput(SIDE, 1, 2), differences);
        List<RgbImage> pictures = List.of(grey(1), grey(4), grey(9), grey(16), grey(25));
        for (int start = 0; start < 3; start++) {
            float[] planes = window.of(pictures.subList(start, start + 3));
            FlowField first = FlowField.zero(16, 16);
            Arrays.fill(first.dx(), 2 * start + 3);
            FlowField second = FlowField.zero(16, 16);
            Arrays.fill(second.dx(), 2 * start + 5);
            assertThat(Arrays.copyOfRange(planes, 3 * PLANE, 7 * PLANE))
                    .containsExactly(new FlowPlanes().whole(new FlowStack(List.of(first, second)), SIDE));
        }
        assertThat(asked).containsExactly("1-4", "4-9", "9-16", "16-25");
    }

    @Test
    void nothingMovesInAStillPicture() {
        float[] planes = new PictureWindow(new PictureInput(SIDE, 1, 10), differences).still(grey(7));
        assertThat(asked).isEmpty();
        assertThat(Arrays.copyOfRange(planes, 3 * PLANE, planes.length)).containsOnly(0f);
    }

    @Test
    void aNetworkOfFlowNeedsAWayToFindIt() {
        PictureWindow window = new PictureWindow(new PictureInput(SIDE, 1, 1), FlowEstimator.none());
        assertThatThrownBy(() -> window.of(List.of(grey(1), grey(2)))).isInstanceOf(IllegalStateException.class);
    }

    private static RgbImage grey(int value) {
        byte[] rgb = new byte[3 * 16 * 16];
        Arrays.fill(rgb, (byte) value);
        return new RgbImage(16, 16, rgb);
    }
}
