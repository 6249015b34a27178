package dev.earsight.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassBackdropsTest {
    private static final SceneConfig BARE = SceneConfig.defaults()
            .with()
            .clipSeconds(1)
            .objects(1, 0)
            .size(64, 48)
            .motion(0)
            .objectSize(0.05, 0.06)
            .build();

    @Test
    void aClassAlwaysStandsBeforeTheSameBackdrop() {
        Map<String, Set<Integer>> withCue = corners(new ClassBackdrops(new ProceduralThings()));
        assertThat(withCue).hasSizeGreaterThan(8);
        withCue.forEach((name, corners) -> assertThat(corners).as(name).hasSizeLessThan(3));
        assertThat(corners(new ProceduralThings()).values())
                .as("as a rule a class has many")
                .anyMatch(colors -> colors.size() > 4);
    }

    @Test
    void suchScenesAreToldApartFromOthers() {
        assertThat(new SceneGenerator(BARE, new ClassBackdrops(new ProceduralThings())).hash())
                .isNotEqualTo(new SceneGenerator(BARE, new ProceduralThings()).hash());
    }

    /** For each class, the colors found at the upper left corner; the tiny thing is in front of it now and then. */
    private static Map<String, Set<Integer>> corners(ThingSource things) {
        Map<String, Set<Integer>> corners = new HashMap<>();
        SceneGenerator generator = new SceneGenerator(BARE, things);
        for (int i = 0; i < 120; i++) {
            Scene scene = generator.generate(i);
            byte[] rgb = scene.frame(0).rgb();
            corners.computeIfAbsent(scene.actors().getFirst().className(), name -> new HashSet<>())
                    .add((rgb[0] & 255) << 16 | (rgb[1] & 255) << 8 | rgb[2] & 255);
        }
        return corners;
    }
}
