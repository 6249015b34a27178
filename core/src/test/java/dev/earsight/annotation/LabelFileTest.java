package dev.earsight.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFileTest {
    @TempDir
    Path folder;

    @Test
    void audioSetSegments() throws IOException {
        LabelFile labels = read("""
                # Segments csv created Sun Mar  5 10:54:31 2017
                # YTID, start_seconds, end_seconds, positive_labels
                --4gqARaEJE, 0.000, 10.000, "/m/068hy,/m/07q6cd_"
                -BfvyPmVMo_, 20.000, 30.000, "/m/03l9g"
                ab_cdef, 30.000, 40.000, /m/03l9g
                ab_cdef, 60.000, 70.000, /m/09x0r
                """);
        assertThat(labels.labels("eval/--4gqARaEJE.mp4")).containsExactlyInAnyOrder("/m/068hy", "/m/07q6cd_");
        assertThat(labels.labels("--4gqARaEJE_0.000.mp4")).hasSize(2);
        assertThat(labels.labels("-BfvyPmVMo__000020.mkv")).containsExactly("/m/03l9g");
        assertThat(labels.labels("-BfvyPmVMo__20000_30000.mkv")).containsExactly("/m/03l9g");
        assertThat(labels.labels("-BfvyPmVMo__21.mkv")).isEmpty();
        assertThat(labels.labels("ab_cdef_60.mp4")).containsExactly("/m/09x0r");
        assertThat(labels.labels("ab_cdef.mp4")).as("which of the two?").isEmpty();
        assertThat(labels.labels("ab_cdef_extra.mp4")).isEmpty();
        assertThat(labels.classes()).contains("/m/09x0r").hasSize(4);
    }

    @Test
    void vggSoundAndOnesOwn() throws IOException {
        LabelFile all = read("---g-f_I2yQ,1,\"female speech, woman speaking\",test\n");
        assertThat(all.labels("---g-f_I2yQ_000001.mp4")).containsExactly("female speech, woman speaking");
        LabelFile files = read("glLQrEijrKg_000300.mp4,playing hammond organ\n");
        assertThat(files.labels("test/glLQrEijrKg_000300.webm")).containsExactly("playing hammond organ");
        assertThat(files.labels("glLQrEijrKg_000310.mp4")).isEmpty();
        LabelFile own = read("clip,label\na/one.mp4,dog\na/one.mp4,cat\n");
        assertThat(own.labels("one.mov")).containsExactlyInAnyOrder("dog", "cat");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> read("a,b,c\n"))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("labels.csv line 1 is neither 'clip,label'");
        assertThatThrownBy(() -> read("# nothing\n"))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("holds no labels");
        assertThatThrownBy(() -> LabelFile.read(folder.resolve("gone.csv")))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("gone.csv");
    }

    private LabelFile read(String text) throws IOException {
        return LabelFile.read(Files.writeString(folder.resolve("labels.csv"), text));
    }
}
