package dev.earsight.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassTreeTest {
    @TempDir
    Path folder;

    @Test
    void stepsInTheShapeOfThePapersExample() throws IOException {
        // The paper's own pairs: acoustic and electric guitar 2 apart, acoustic guitar and drum 5 (section 5.1).
        Path json = Files.writeString(folder.resolve("ontology.json"), """
                [{"id":"/m/music","name":"Musical instrument","child_ids":["/m/plucked","/m/percussion"]},
                 {"id":"/m/plucked","name":"Plucked string instrument","child_ids":["/m/guitar"]},
                 {"id":"/m/guitar","name":"Guitar","child_ids":["/m/electric","/m/acoustic"]},
                 {"id":"/m/electric","name":"Electric guitar","child_ids":[]},
                 {"id":"/m/acoustic","name":"Acoustic guitar","child_ids":[]},
                 {"id":"/m/percussion","name":"Percussion","child_ids":["/m/drum"]},
                 {"id":"/m/drum","name":"Drum","child_ids":[]},
                 {"id":"/m/tools","name":"Tools","child_ids":["/m/hammer"]},
                 {"id":"/m/hammer","name":"Hammer","child_ids":[]}]
                """);
        ClassTree tree = ClassTree.audioSet(json);
        assertThat(tree.distance("Acoustic guitar", "Electric guitar")).isEqualTo(2);
        assertThat(tree.distance("Acoustic guitar", "Drum")).isEqualTo(5);
        assertThat(tree.distance("/m/acoustic", "Drum")).isEqualTo(5);
        assertThat(tree.distance("Drum", "Drum")).isZero();
        assertThat(List.of(tree.nameOf("/m/drum"), tree.nameOf("Theremin"))).containsExactly("Drum", "Theremin");
        // Two tops hang on one root: hammer, tools, root, instrument, percussion, drum.
        assertThat(tree.distance("Hammer", "Drum")).isEqualTo(5);
        // Several labels: the best pair counts.
        assertThat(tree.relevance(List.of("Drum", "Hammer"), List.of("Acoustic guitar", "Tools")))
                .isEqualTo(19);
        assertThat(tree.relevance(List.of(), List.of("Drum"))).isZero();
        assertThatThrownBy(() -> tree.distance("Drum", "Theremin"))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("Theremin");
    }

    @Test
    void flatIsAllOrNothing() {
        ClassTree tree = ClassTree.flat(3);
        assertThat(tree.relevance(List.of("a"), List.of("b", "a"))).isEqualTo(3);
        assertThat(tree.relevance(List.of("a"), List.of("b"))).isZero();
    }

    @Test
    void saysWhichLineOrFileIsWrong() throws IOException {
        Path csv = Files.writeString(folder.resolve("t.csv"), "a,b\nno parent here\n");
        assertThatThrownBy(() -> ClassTree.csv(csv, 5)).hasMessageContaining("no parent here");
        assertThatThrownBy(() -> ClassTree.audioSet(csv))
                .isInstanceOf(EarsightException.class)
                .hasMessageContaining("t.csv");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void stepsAgreeWithFloydAndWarshall(long seed) throws IOException {
        Random random = new Random(seed);
        int n = 3 + random.nextInt(12);
        int[][] steps = new int[n + 1][n + 1]; // the last one is the root above all tops
        for (int[] row : steps) {
            Arrays.fill(row, 1000);
        }
        List<String> lines = new ArrayList<>(List.of("# child,parent", ""));
        boolean[] hasParent = new boolean[n];
        for (int child = 1; child < n; child++) {
            for (int again = 0; again < 1 + random.nextInt(2); again++) {
                int parent = random.nextInt(child);
                if (child == n - 1 && again == 0) {
                    parent = 0; // class 0 is always named
                }
                lines.add("c" + child + ", c" + parent);
                hasParent[child] = true;
                steps[child][parent] = steps[parent][child] = 1;
            }
        }
        for (int i = 0; i <= n; i++) {
            steps[i][i] = 0;
            if (i < n && !hasParent[i]) {
                steps[i][n] = steps[n][i] = 1;
            }
        }
        for (int via = 0; via <= n; via++) {
            for (int i = 0; i <= n; i++) {
                for (int j = 0; j <= n; j++) {
                    steps[i][j] = Math.min(steps[i][j], steps[i][via] + steps[via][j]);
                }
            }
        }
        ClassTree tree = ClassTree.csv(Files.write(folder.resolve("tree.csv"), lines), 20);
        List<List<String>> labels = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            labels.add(List.of("c" + i, "c" + random.nextInt(n)));
        }
        Retrieval.Relevance all = tree.relevances(labels);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(tree.distance("c" + i, "c" + j)).isEqualTo(steps[i][j]);
                assertThat(all.of(i, j)).isEqualTo(tree.relevance(labels.get(i), labels.get(j)));
            }
        }
    }
}
