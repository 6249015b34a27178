package dev.earsight.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChainedTest {
    @Test
    void goesThroughAllInOrder() {
        Chained<Integer> all = new Chained<>(List.of(List.of(), List.of(1, 2), List.of(), List.of(3), List.of()));
        assertThat(all).containsExactly(1, 2, 3).containsExactly(1, 2, 3);
        assertThat(new Chained<Integer>(List.of())).isEmpty();
        assertThatThrownBy(() ->
                        new Chained<Integer>(List.of(List.of())).iterator().next())
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void takesNothingBeforeItIsAskedFor() {
        List<Integer> taken = new ArrayList<>();
        Iterable<Integer> counted =
                () -> IntStream.range(0, 1000).boxed().peek(taken::add).iterator();
        Iterator<Integer> iterator = new Chained<>(List.of(counted, counted)).iterator();
        assertThat(iterator.next()).isZero();
        assertThat(taken).hasSizeLessThan(3);
    }
}
