package dev.earsight.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairListTest {
    private static final String HEADER =
            "picture_clip,picture_frame,sound_clip,sound_center_sample,matched,control_clip,"
                    + "control_center_sample\r\n";
    private static final String FIRST = "class0/clip0000.mp4";
    private static final String SECOND = "class1/clip0001.mp4";

    private final SyntheticClips clips = new SyntheticClips(5, 2, 32, 2, 1);

    @TempDir
    Path folder;

    @Test
    void aListIsBalancedAndReadBackAsItWasDrawn() {
        PairSampler sampler = new PairSampler(clips, SamplingRule.standard());
        PairList drawn = PairList.draw(clips, sampler, 3, new Random(7));
        assertThat(drawn.rows()).hasSize(2 * 3 * 5);
        for (PairList.Row row : drawn.rows()) {
            assertThat(row.pair().frameClip() == row.pair().soundClip())
                    .isEqualTo(row.pair().matched());
            assertThat(row.controlClip()).isNotEqualTo(row.pair().frameClip());
        }
        assertThat(drawn.rows().stream().filter(row -> row.pair().matched())).hasSize(15);
        assertThat(drawn).isEqualTo(PairList.draw(clips, sampler, 3, new Random(7)));
        Path file = folder.resolve("deep/pairs.csv");
        drawn.write(file, clips);
        assertThat(PairList.read(file, clips)).isEqualTo(drawn);
    }

    @Test
    void clipsAreFoundByNameWhateverTheirOrder() throws IOException {
        Path file = write(
                row(SECOND, 13, FIRST, 48_000, 0, FIRST, 24_000), row(FIRST, 25, FIRST, 48_000, 1, SECOND, 24_000));
        assertThat(PairList.read(file, clips).rows().getFirst())
                .isEqualTo(new PairList.Row(new Pair(1, 13, 0, 48_000, false), 0, 24_000));
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        String good = row(FIRST, 25, FIRST, 48_000, 1, SECOND, 24_000);
        refused(
                "line 3 names the clip 'gone.mp4', which the data",
                good,
                row("gone.mp4", 25, FIRST, 48_000, 0, FIRST, 24_000));
        refused(
                "line 2 asks for frame 50 of '" + FIRST + "', which has 50",
                row(FIRST, 50, SECOND, 48_000, 0, SECOND, 24_000));
        refused("around sample 23999 of '" + SECOND, row(FIRST, 25, SECOND, 23_999, 0, SECOND, 24_000));
        refused("around sample 72001 of '" + SECOND, row(FIRST, 25, SECOND, 48_000, 0, SECOND, 72_001));
        refused("calls a match what is of two clips", row(FIRST, 25, SECOND, 48_000, 1, SECOND, 24_000));
        refused("calls a mismatch what is of one source", row(FIRST, 25, FIRST, 48_000, 0, SECOND, 24_000));
        refused(
                "says matched 'yes'",
                row(FIRST, 25, SECOND, 48_000, 0, SECOND, 24_000).replace(",0,", ",yes,"));
        refused("holds 1 matched and 0 mismatched pairs", good);
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\r\n");
        assertThatThrownBy(() -> PairList.read(other, clips))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("does not begin with 'picture_clip");
    }

    private void refused(String message, String... rows) throws IOException {
        Path file = write(rows);
        assertThatThrownBy(() -> PairList.read(file, clips))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(message);
    }

    private Path write(String... rows) throws IOException {
        return Files.writeString(folder.resolve("pairs.csv"), HEADER + String.join("", rows));
    }

    private static String row(Object... cells) {
        return String.join(",", List.of(cells).stream().map(String::valueOf).toList()) + "\r\n";
    }
}
