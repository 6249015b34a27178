package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterAccessTest {
    @TempDir
    Path folder;

    @Test
    void takesSeveralAddresses() {
        assertThat(ClusterAccess.of(" http://a:9200/, https://b.example ,").nodes())
                .containsExactly(URI.create("http://a:9200"), URI.create("https://b.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "localhost:9200", "ftp://a", "http://", "http://a b"})
    void refusesWhatIsNoAddress(String address) {
        assertThatThrownBy(() -> ClusterAccess.of(address))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("http://127.0.0.1:9200");
    }

    @Test
    void refusesAPasswordInAnAddressWithoutRepeatingIt() {
        assertThatThrownBy(() -> ClusterAccess.of("https://me:secret@a:9200"))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("file")
                .hasMessageNotContaining("secret");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("credentials"), text);
    }

    @Test
    void readsPasswordsAndTokens() throws IOException {
        assertThat(Credentials.read(file("me:sesam\u00e9\n")).header()).isEqualTo("Basic bWU6c2VzYW3DqQ==");
        assertThat(Credentials.read(file("Bearer a.b.c\n")).header()).isEqualTo("Bearer a.b.c");
        assertThat(Credentials.read(file("me:secret"))).hasToString("(credentials)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token", ":password", "a:b\nc:d", "Bearer "})
    void refusesOtherFilesWithoutRepeatingThem(String text) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> Credentials.read(file))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("user:password");
    }

    @Test
    void saysWhichFilesCannotBeRead() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> Credentials.read(missing)).hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> CertificateAuthority.trusting(missing)).hasMessageContaining(missing.toString());
    }
}
