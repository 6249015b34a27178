package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final RgbImage IMAGE = new RgbImage(64, 48, new byte[3 * 64 * 48]);

    @Test
    void staysInsideThePictureAndInTheRangesAndUsesThemWhole() {
        SplittableRandom random = new SplittableRandom(4);
        Augmentation augmentation = new Augmentation(true, 0.25, 1, true, 0.2, 0.5, 0.1, 0, 0, 0);
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
            View uncropped = new Augmentation(false, 0.5, 1, true, 0.1, 0.1, 0.1, 0, 0, 0).drawView(IMAGE, random);
            assertThat(uncropped.width()).isEqualTo(64);
            assertThat(uncropped.height()).isEqualTo(48);
            assertThat(new Augmentation(true, 0.5, 1, false, 0.1, 0.1, 0.1, 0, 0, 0)
                            .drawView(IMAGE, random)
                            .flipped())
                    .isFalse();
            assertThat(new Augmentation(true, 0.5, 1, true, 0, 0.1, 0.1, 0, 0, 0)
                            .drawView(IMAGE, random)
                            .brightness())
                    .isZero();
            assertThat(new Augmentation(true, 0.5, 1, true, 0.1, 0, 0.1, 0, 0, 0)
                            .drawView(IMAGE, random)
                            .saturation())
                    .isEqualTo(1);
            assertThat(new Augmentation(true, 0.5, 1, true, 0.1, 0.1, 0, 0, 0, 0).drawGain(random))
                    .isEqualTo(1f);
        }
    }

    @Test
    void refusesImpossibleRanges() {
        assertThatThrownBy(() -> new Augmentation(true, 0, 1, true, 0, 0, 0, 0, 0, 0))
                .hasMessageContaining("crop area");
        assertThatThrownBy(() -> new Augmentation(true, 0.9, 0.5, true, 0, 0, 0, 0, 0, 0))
                .hasMessageContaining("crop area");
        assertThatThrownBy(() -> new Augmentation(true, 1, 1, true, 0, 1.1, 0, 0, 0, 0))
                .hasMessageContaining("saturation");
        assertThatThrownBy(() -> new Augmentation(true, 1, 1, true, 0, 0, 1, 0, 0, 0))
                .hasMessageContaining("sound level");
    }

    @Test
    void erasesARectangleOfOneColorInHalfOfThePictures() {
        SplittableRandom random = new SplittableRandom(4);
        Augmentation erasing = new Augmentation(false, 1, 1, false, 0, 0, 0, 0.5, 0, 0);
        int side = 20;
        int untouched = 0;
        int largest = 0;
        for (int i = 0; i < 2000; i++) {
            float[] planes = new float[2 + 3 * side * side];
            Arrays.fill(planes, 7);
            erasing.erase(planes, 2, side, 3, random);
            int painted = 0;
            for (int color = 0; color < 3; color++) {
                Set<Float> values = new HashSet<>();
                for (int p = 0; p < side * side; p++) {
                    values.add(planes[2 + color * side * side + p]);
                    painted += planes[2 + color * side * side + p] == 7 ? 0 : 1;
                }
                assertThat(values).hasSizeLessThanOrEqualTo(2);
            }
            assertThat(planes[0]).isEqualTo(7);
            assertThat(painted).isLessThanOrEqualTo(3 * 10 * 10);
            untouched += painted == 0 ? 1 : 0;
            largest = Math.max(largest, painted);
        }
        assertThat(untouched).isBetween(1000, 1200); // half, and those whose rectangle came out empty
        assertThat(largest).isGreaterThan(3 * 8 * 8);
    }

    @Test
    void masksColumnsAndRowsWithTheMean() {
        SplittableRandom random = new SplittableRandom(4);
        Augmentation masking = new Augmentation(false, 1, 1, false, 0, 0, 0, 0, 0.25, 0);
        boolean[] rowSeen = new boolean[LogSpectrogram.BINS];
        for (int i = 0; i < 300; i++) {
            float[] values = new float[1 + LogSpectrogram.SIZE];
            for (int k = 1; k < values.length; k++) {
                values[k] = k % 2; // the mean is a half
            }
            masking.mask(values, 1, random);
            int rows = 0;
            int columns = 0;
            for (int bin = 0; bin < LogSpectrogram.BINS; bin++) {
                boolean whole = true;
                for (int frame = 0; frame < LogSpectrogram.FRAMES; frame++) {
                    whole &= values[1 + bin * LogSpectrogram.FRAMES + frame] == 0.5f;
                }
                rows += whole ? 1 : 0;
                rowSeen[bin] |= whole;
            }
            for (int frame = 0; frame < LogSpectrogram.FRAMES; frame++) {
                boolean whole = true;
                for (int bin = 0; bin < LogSpectrogram.BINS; bin++) {
                    whole &= values[1 + bin * LogSpectrogram.FRAMES + frame] == 0.5f;
                }
                columns += whole ? 1 : 0;
            }
            assertThat(columns).isLessThanOrEqualTo(50);
            assertThat(rows)
                    .isLessThanOrEqualTo(160); // a quarter of the mel scale is more than half of the bins at its top
            assertThat(values[0]).isZero();
        }
        assertThat(rowSeen[1]).isTrue();
        assertThat(rowSeen[220]).isTrue();
    }
}
