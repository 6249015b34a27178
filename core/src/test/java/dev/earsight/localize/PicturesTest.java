package dev.earsight.localize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final ScoreMap NOTHING = new ScoreMap(2, 2, new float[4]);

    @Test
    void colorMapsHaveTheEndsOfTheOriginals() {
        // Ends of the published tables: inferno 000004..fcffa4, viridis 440154..fde725, turbo 30123b..7a0403.
        assertColor(ColorMap.INFERNO.rgb(0), 0x000004, 6);
        assertColor(ColorMap.INFERNO.rgb(1), 0xfcffa4, 6);
        assertColor(ColorMap.INFERNO.rgb(0.5), 0xbc3754, 6);
        assertColor(ColorMap.VIRIDIS.rgb(0), 0x440154, 6);
        assertColor(ColorMap.VIRIDIS.rgb(1), 0xfde725, 6);
        assertColor(ColorMap.VIRIDIS.rgb(0.5), 0x21918c, 6);
        // The fit of turbo is loose at its ends.
        assertColor(ColorMap.TURBO.rgb(0), 0x30123b, 34);
        assertColor(ColorMap.TURBO.rgb(1), 0x7a0403, 34);
        assertColor(ColorMap.TURBO.rgb(0.5), 0xa2fc3c, 20);
        assertThat(ColorMap.INFERNO.rgb(-1)).isEqualTo(ColorMap.INFERNO.rgb(0));
        assertThat(ColorMap.INFERNO.rgb(2)).isEqualTo(ColorMap.INFERNO.rgb(1));
    }

    @Test
    void brightnessOnlyRisesInInfernoAndViridis() {
        for (ColorMap map : List.of(ColorMap.INFERNO, ColorMap.VIRIDIS)) {
            double last = -1;
            for (int i = 0; i <= 64; i++) {
                int rgb = map.rgb(i / 64.0);
                double brightness = 0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 0xff) + 0.0722 * (rgb & 0xff);
                assertThat(brightness).as("%s at %d of 64", map, i).isGreaterThan(last);
                last = brightness;
            }
        }
    }

    @Test
    void whereNothingSoundsThePictureStays() {
        RgbImage picture = gray(64, 48, 120);
        OverlayStyle style = OverlayStyle.plain().withPeakMarker(false);
        assertThat(Overlay.draw(picture, NOTHING, Optional.empty(), List.of(), "", style)
                        .rgb())
                .isEqualTo(picture.rgb());
    }

    @Test
    void fullScoreCoversByTheStrengthGiven() {
        RgbImage picture = gray(10, 10, 100);
        ScoreMap full = new ScoreMap(1, 1, new float[] {1});
        RgbImage tinted = Overlay.tinted(picture, full, OverlayStyle.plain());
        int red = ColorMap.INFERNO.rgb(1) >> 16;
        assertThat((double) tinted.value(5, 5, 0)).isCloseTo(100 + 0.8 * (red - 100), within(1.0));
        // The range moves what counts as full and as nothing.
        RgbImage none = Overlay.tinted(picture, full, OverlayStyle.plain().withRange(1, 2));
        assertThat(none.rgb()).isEqualTo(picture.rgb());
    }

    @Test
    void boxesMarkerAndTextAreDrawnWhereTheyBelong() {
        RgbImage picture = gray(320, 240, 60);
        ScoredBox box = new ScoredBox(0.25, 0.25, 0.5, 0.75, 0.8);
        OverlayStyle style = OverlayStyle.plain().withPeakMarker(false);
        RgbImage drawn = Overlay.draw(picture, NOTHING, Optional.empty(), List.of(box), "", style);
        assertThat(drawn.value(80, 120, 0)).isGreaterThan(140); // left edge
        assertThat(drawn.value(120, 180, 0)).isGreaterThan(140); // lower edge
        assertThat(drawn.value(120, 120, 0)).isEqualTo(60); // inside
        assertThat(drawn.value(200, 120, 0)).isEqualTo(60); // outside
        assertThat(drawn.value(77, 120, 0)).isBetween(0, 70); // dark edge

        RgbImage marked =
                Overlay.draw(picture, NOTHING, Optional.of(NOTHING.peak()), List.of(), "", OverlayStyle.plain());
        assertThat(marked.value(80 + 4, 60, 0)).isGreaterThan(140); // ring of radius 4 around the first cell's center
        RgbImage captioned = Overlay.draw(picture, NOTHING, Optional.empty(), List.of(), "bird", style);
        assertThat(brightest(captioned, 6, 215, 60, 234)).isGreaterThan(220);
        assertThat(brightest(captioned, 100, 0, 320, 200)).isEqualTo(60);
    }

    @Test
    void theRingOfAnAnswerStandsAtItsOwnPeakAndOnlyWhereSomethingSounds() {
        RgbImage picture = gray(320, 240, 60);
        // The map alone would point at its first cell: probabilities this flat cannot be compared.
        Peak peak = new Peak(0.75, 0.75, 0.5, 1, 1);
        Localizer.Answer seen = new Localizer.Answer(NOTHING, 0.9, peak, List.of(), Localizer.EVEN_ODDS);
        RgbImage marked = Overlay.draw(picture, seen, "", OverlayStyle.plain());
        assertThat(marked.value(240 + 4, 180, 0)).isGreaterThan(140);
        assertThat(marked.value(80 + 4, 60, 0)).isEqualTo(60);
        assertThat(brightest(marked, 6, 215, 60, 234)).as("no words").isEqualTo(60);
        Localizer.Answer unseen = new Localizer.Answer(NOTHING, 0.2, peak, List.of(), Localizer.EVEN_ODDS);
        RgbImage captioned = Overlay.draw(picture, unseen, "", OverlayStyle.plain());
        assertThat(brightest(captioned, 0, 0, 320, 200)).as("no ring").isEqualTo(60);
        assertThat(brightest(captioned, 6, 215, 60, 234)).as("words").isGreaterThan(220);
    }

    @Test
    void theSizeDependsOnStyleAndPictureAlone() {
        RgbImage picture = gray(101, 77, 60);
        assertThat(Overlay.draw(picture, NOTHING, Optional.empty(), List.of(), "x", OverlayStyle.plain())
                        .width())
                .isEqualTo(101);
        RgbImage wide = Overlay.draw(
                picture,
                NOTHING,
                Optional.empty(),
                List.of(),
                "x",
                OverlayStyle.plain().withColorBar(true).withPictureBeside(true));
        assertThat(wide.height()).isEqualTo(77);
        assertThat(wide.width()).isEqualTo(101 + 4 + 101 + 46); // even already
        assertThat(wide.value(50, 30, 0)).isEqualTo(60); // the plain picture at the left
    }

    @Test
    void aContactSheetHoldsItsTilesInOrder() {
        ContactSheet.Tile red = new ContactSheet.Tile(solid(40, 30, 200, 0, 0), "red", "", false);
        ContactSheet.Tile green = new ContactSheet.Tile(solid(40, 30, 0, 200, 0), "green", "0.1", true);
        ContactSheet.Tile tall = new ContactSheet.Tile(solid(30, 90, 0, 0, 200), "blue", "0.2", false);
        ContactSheet sheet = new ContactSheet(
                "Title",
                List.of(new ContactSheet.Row(red, List.of(green, tall)), new ContactSheet.Row(tall, List.of(red))));
        RgbImage page = sheet.draw(160);
        // Margin 10, tiles 160x120, 20 after the query, 10 between hits; 34 for the title, rows 120 + 39 apart.
        assertThat(page.width()).isEqualTo(10 + 160 + 20 + 160 + 10 + 160 + 10);
        assertThat(page.height()).isEqualTo(34 + 2 * (120 + 39) + 10);
        assertThat(page.value(10 + 80, 34 + 60, 0)).isEqualTo(200);
        assertThat(page.value(190 + 80, 34 + 60, 1)).isEqualTo(200);
        assertThat(page.value(360 + 80, 34 + 60, 2)).isEqualTo(200);
        assertThat(page.value(360 + 20, 34 + 60, 2)).isLessThan(60); // a tall picture keeps its shape
        assertThat(page.value(190 + 80, 34 + 159 + 60, 0)).isEqualTo(200);
        // A right answer is framed in green, another is not.
        assertThat(page.value(189, 34 + 60, 1)).isGreaterThan(150);
        assertThat(page.value(359, 34 + 60, 1)).isLessThan(60);
    }

    @Test
    void aWaveformIsTallWhereItIsLoud() {
        float[] samples = new float[4000];
        for (int i = 0; i < 1000; i++) {
            samples[i] = (i & 1) == 0 ? 0.5f : -0.5f;
        }
        RgbImage picture = Waveform.picture(new Sound(samples), 100, 50);
        assertThat(picture.value(10, 8, 0)).isGreaterThan(200);
        assertThat(picture.value(10, 42, 0)).isGreaterThan(200);
        assertThat(picture.value(60, 8, 0)).isLessThan(60);
        RgbImage silence = Waveform.picture(new Sound(new float[10]), 100, 50);
        assertThat(brightest(silence, 0, 0, 100, 20)).isLessThan(60);
        assertThat(brightest(silence, 0, 22, 100, 28)).isGreaterThan(100);
        assertThat(Waveform.picture(new Sound(new float[0]), 20, 10).width()).isEqualTo(20);
    }

    private static int brightest(RgbImage image, int x0, int y0, int x1, int y1) {
        int best = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                best = Math.max(best, image.value(x, y, 0));
            }
        }
        return best;
    }

    private static RgbImage gray(int width, int height, int value) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) value);
        return new RgbImage(width, height, rgb);
    }

    private static RgbImage solid(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, rgb);
    }

    private static void assertColor(int actual, int expected, int tolerance) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat((actual >> shift & 0xff) - (expected >> shift & 0xff))
                    .as("channel at bit %d of %06x", shift, actual)
                    .isBetween(-tolerance, tolerance);
        }
    }
}
