package dev.earsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "scene",
                "prepare",
                "train",
                "evaluate",
                "embed",
                "index",
                "search",
                "similar",
                "localize",
                "listen",
                "fuse",
                "diagnose",
                "export",
                "import",
                "serve",
                "experiments"
            })
    void everyVerbExplainsItself(String verb) {
        Made.Run run = Made.run(verb, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: earsight " + verb).contains("--help");
        assertThat(run.err()).isEmpty(); // picocli complains there about a stray percent sign in a description
    }

    @Test
    void theProgramNamesItsVerbsAndExitCodes() {
        Made.Run run = Made.run("--help");
        assertThat(run.out())
                .contains("localize", "evaluate", "Exit codes:", "some files could not be used")
                .doesNotContain("warm-up");
        assertThat(run.err()).isEmpty();
    }
}
