package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earsight.net.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a server from starting, in a sentence. */
class ServeCommandTest {
    @TempDir
    Path folder;

    private Path network(Model model) {
        return Made.network(folder.resolve(model + ".safetensors"), model, 1, 0);
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Made.Run run = Made.run("serve", "--run", network(Model.AVOL), "--port", taken.getLocalPort());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("choose another --port");
        }
    }

    @Test
    void twoNetworksOfOneKind() {
        Path run = network(Model.AVE);
        assertThat(Made.run("serve", "--run", run, "--run", run).err()).contains("one network that localizes and one");
    }

    @Test
    void aTokenThatIsGuessed() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret\n");
        Made.Run run = Made.run("serve", "--run", network(Model.AVE), "--token-file", token);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("at least 16");
    }

    @Test
    void aLimitBelowZero() {
        Made.Run run = Made.run("serve", "--run", network(Model.AVE), "--workers", 0);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("earsight serve --help");
    }
}
