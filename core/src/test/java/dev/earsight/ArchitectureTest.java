package dev.earsight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The house as a test: which room may look into which, and that none looks back. */
class ArchitectureTest {
    private static final JavaClasses ROOMS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.earsight");

    private static final String TENSOR = "org.bytedeco.pytorch.Tensor";
    private static final Pattern TENSORS = Pattern.compile(Pattern.quote(TENSOR) + "(Vector|ArrayRef|OptionalList)?");

    /** Each room and the rooms it may use; every room may use the root package (errors). */
    private static final Map<String, List<String>> ARROWS = new LinkedHashMap<>();

    static {
        ARROWS.put("media", List.of());
        ARROWS.put("scene", List.of("media"));
        ARROWS.put("resume", List.of());
        ARROWS.put("shard", List.of("media", "resume"));
        ARROWS.put("clip", List.of("media", "shard"));
        ARROWS.put("leakage", List.of("media", "resume", "shard", "clip"));
        ARROWS.put("tensor", List.of());
        ARROWS.put("ranks", List.of("tensor"));
        ARROWS.put("net", List.of("tensor", "ranks"));
        ARROWS.put("loss", List.of("tensor", "net"));
        ARROWS.put("weights", List.of("tensor", "net"));
        ARROWS.put("train", List.of("media", "shard", "clip", "tensor", "ranks", "net", "loss", "weights"));
        ARROWS.put("embed", List.of("media", "shard", "clip", "net", "weights"));
        ARROWS.put("index", List.of("resume"));
        ARROWS.put("library", List.of("media", "resume", "shard", "leakage", "net", "weights", "embed", "index"));
        ARROWS.put("draw", List.of("media"));
        ARROWS.put("localize", List.of("media", "shard", "clip", "net", "weights", "embed", "draw"));
        ARROWS.put("microphones", List.of("media", "localize"));
        ARROWS.put("evaluate", List.of("media", "draw"));
        ARROWS.put("annotation", List.of("scene"));
        ARROWS.put("protocol", List.of("embed", "evaluate", "annotation"));
        ARROWS.put("report", List.of("media", "draw", "evaluate"));
        ARROWS.put(
                "diagnose",
                List.of(
                        "media",
                        "scene",
                        "shard",
                        "clip",
                        "net",
                        "weights",
                        "draw",
                        "localize",
                        "evaluate",
                        "annotation",
                        "protocol"));
    }

    @Test
    void noRoomMayLookBack() {
        List<String> rooms = List.copyOf(ARROWS.keySet());
        ARROWS.forEach((room, allowed) -> assertThat(rooms.subList(0, rooms.indexOf(room)))
                .as("rooms before " + room)
                .containsAll(allowed));
    }

    @Test
    void roomsLookOnlyWhereTheyMay() {
        ARROWS.forEach((room, allowed) -> {
            String[] forbidden = ARROWS.keySet().stream()
                    .filter(other -> !other.equals(room) && !allowed.contains(other))
                    .map(other -> "dev.earsight." + other)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.earsight." + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .check(ROOMS);
        });
    }

    @Test
    void noCycles() {
        slices().matching("dev.earsight.(*)..").should().beFreeOfCycles().check(ROOMS);
    }

    @Test
    void engineStaysInItsRooms() {
        String[] outside = Stream.of(
                        "media",
                        "scene",
                        "resume",
                        "shard",
                        "clip",
                        "leakage",
                        "embed",
                        "index",
                        "library",
                        "draw",
                        "localize",
                        "microphones",
                        "evaluate",
                        "annotation",
                        "protocol",
                        "report",
                        "diagnose")
                .map(room -> "dev.earsight." + room)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(outside)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.pytorch..")
                .check(ROOMS);
    }

    @Test
    void videoLibraryStaysInMedia() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.earsight.media")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco.ffmpeg..", "org.bytedeco.javacv..")
                .check(ROOMS);
    }

    @Test
    void graphLibraryStaysInIndex() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.earsight.index")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..")
                .check(ROOMS);
    }

    @Test
    void onnxStaysInWeights() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.earsight.weights")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnx..", "com.google.protobuf..")
                .check(ROOMS);
    }

    @Test
    void flowLibraryStaysInItsModule() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco.opencv..", "dev.earsight.motion..")
                .check(ROOMS);
    }

    @Test
    void everyRoomIsNullMarkedAndKnownHere() {
        ROOMS.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .forEach(type -> assertThat(type.isAnnotatedWith(NullMarked.class))
                        .as(type.getPackageName())
                        .isTrue());
        assertThat(ROOMS.stream()
                        .map(type -> type.getPackageName())
                        .filter(name -> !name.equals("dev.earsight"))
                        .map(name -> name.substring("dev.earsight.".length()))
                        .distinct())
                .allMatch(ARROWS::containsKey);
    }

    @Test
    void nothingPrints() {
        classes()
                .should(com.tngtech.archunit.lang.conditions.ArchConditions.not(
                        com.tngtech.archunit.lang.conditions.ArchConditions.accessField(System.class, "out")))
                .check(ROOMS);
        assertThat(ROOMS.size()).as("an empty import proves nothing").isGreaterThan(20);
    }

    /** A tensor made from nothing but numbers is on the CPU, whatever device the run is on; {@code tensor} puts it there. */
    @Test
    void tensorsBeginInTheirRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.earsight.tensor")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a tensor is made of no other",
                        call -> call.getTargetOwner().getName().equals("org.bytedeco.pytorch.global.torch")
                                && call.getTarget().getRawReturnType().getName().equals(TENSOR)
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type ->
                                                TENSORS.matcher(type.getName()).matches())))
                .check(ROOMS);
    }
}
