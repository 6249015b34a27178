package dev.earsight.serve;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The HTTP library stays where it can be exchanged in a day; the engine and the decoders stay in their rooms. */
class ServeArchitectureTest {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.earsight.serve");

    @Test
    void oneClassKnowsTheHttpLibrary() {
        assertThat(SERVER.size()).as("an empty import proves nothing").isGreaterThan(30);
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.earsight\\.serve\\.HttpServer(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.javalin..",
                        "jakarta.servlet..",
                        "org.eclipse.jetty.server..",
                        "org.eclipse.jetty.websocket..")
                .check(SERVER);
    }

    @Test
    void theParserOfFormsIsKnownToItsReader() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.earsight\\.serve\\.(HttpServer|MultipartReader)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(SERVER);
    }

    @Test
    void engineAndDecodersAreReachedThroughTheirRooms() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.bytedeco..", "dev.earsight.tensor..", "dev.earsight.loss..", "dev.earsight.cli..")
                .check(SERVER);
    }

    @Test
    void nothingPrints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(SERVER);
    }
}
