package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import java.util.DoubleSummaryStatistics;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final RgbImage IMAGE = new RgbImage(64, 48, new byte[3 * 64 * 48]);

    @Test
    void staysInsideThePictureAndInTheRangesAndUsesThemWhole() {
        SplittableRandom random = new SplittableRandom(4);
        Augmentation augmentation = new Augmentation(true, 0.25, 1, true, 0.2, 0.5, 0.1);
        DoubleSummaryStatistics side = new DoubleSummaryStatistics();
        DoubleSummaryStatistics right = new DoubleSummaryStatistics();
        DoubleSummaryStatistics brightness = new DoubleSummaryStatistics();
        DoubleSummaryStatistics saturation = new DoubleSummaryStatistics();
        DoubleSummaryStatistics gain = new DoubleSummaryStatistics();
        int flips = 0;
        for (int i = 0; i < 5000; i++) {
            View view = augmentation.drawView(IMAGE, random);
            assertThat(view.width() / view.height()).isCloseTo(64 / 48.0, within(1e-9));
            assertThat(view.left()).isGreaterThanOrEqualTo(0);
            assertThat(view.top()).isGreaterThanOrEqualTo(0);
            assertThat(view.left() + view.width()).isLessThanOrEqualTo(64 + 1e-9);
            assertThat(view.top() + view.height()).isLessThanOrEqualTo(48 + 1e-9);
            side.accept(view.width());
            right.accept(view.left() + view.width());
            brightness.accept(view.brightness());
            saturation.accept(view.saturation());
            gain.accept(augmentation.drawGain(random));
            flips += view.flipped() ? 1 : 0;
        }
        // a quarter to the whole of the area: half to the whole of the width
        assertThat(side.getMin()).isCloseTo(32, within(0.2)).isGreaterThanOrEqualTo(32);
        assertThat(side.getMax()).isCloseTo(64, within(0.2)).isLessThanOrEqualTo(64);
        assertThat(right.getMax()).isCloseTo(64, within(0.2));
        assertThat(brightness.getMin()).isCloseTo(-0.2, within(0.001)).isGreaterThanOrEqualTo(-0.2);
        assertThat(brightness.getMax()).isCloseTo(0.2, within(0.001)).isLessThanOrEqualTo(0.2);
        assertThat(saturation.getMin()).isCloseTo(0.5, within(0.001)).isGreaterThanOrEqualTo(0.5);
        assertThat(saturation.getMax()).isCloseTo(1.5, within(0.001)).isLessThanOrEqualTo(1.5);
        assertThat(gain.getMin()).isCloseTo(0.9, within(0.001));
        assertThat(gain.getMax()).isCloseTo(1.1, within(0.001));
        assertThat(flips).isBetween(2350, 2650);
    }

    @Test
    void offShowsTheWholePictureAndDrawsNothing() {
        SplittableRandom random = new SplittableRandom(4);
        assertThat(Augmentation.off().drawView(IMAGE, random)).isEqualTo(View.whole(IMAGE));
        assertThat(Augmentation.off().drawGain(random)).isEqualTo(1f);
        assertThat(random.nextLong()).isEqualTo(new SplittableRandom(4).nextLong());
    }

    @Test
    void eachChangeSwitchesOffAlone() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 50; i++) {
            View uncropped = new Augmentation(false, 0.5, 1, true, 0.1, 0.1, 0.1).drawView(IMAGE, random);
            assertThat(uncropped.width()).isEqualTo(64);
            assertThat(uncropped.height()).isEqualTo(48);
            assertThat(new Augmentation(true, 0.5, 1, false, 0.1, 0.1, 0.1)
                            .drawView(IMAGE, random)
                            .flipped())
                    .isFalse();
            assertThat(new Augmentation(true, 0.5, 1, true, 0, 0.1, 0.1)
                            .drawView(IMAGE, random)
                            .brightness())
                    .isZero();
            assertThat(new Augmentation(true, 0.5, 1, true, 0.1, 0, 0.1)
                            .drawView(IMAGE, random)
                            .saturation())
                    .isEqualTo(1);
            assertThat(new Augmentation(true, 0.5, 1, true, 0.1, 0.1, 0).drawGain(random))
                    .isEqualTo(1f);
        }
    }

    @Test
    void refusesImpossibleRanges() {
        assertThatThrownBy(() -> new Augmentation(true, 0, 1, true, 0, 0, 0)).hasMessageContaining("crop area");
        assertThatThrownBy(() -> new Augmentation(true, 0.9, 0.5, true, 0, 0, 0))
                .hasMessageContaining("crop area");
        assertThatThrownBy(() -> new Augmentation(true, 1, 1, true, 0, 1.1, 0)).hasMessageContaining("saturation");
        assertThatThrownBy(() -> new Augmentation(true, 1, 1, true, 0, 0, 1)).hasMessageContaining("sound level");
    }
}
