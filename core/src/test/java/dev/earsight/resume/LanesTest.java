package dev.earsight.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void resultsAreDealtWithInTheOrderOfTheItemsWhoeverIsDoneFirst() throws IOException, InterruptedException {
        CountDownLatch othersDone = new CountDownLatch(2);
        List<String> finished = new ArrayList<>();
        Lanes.each(
                List.of("slow", "quick", "quicker"),
                3,
                item -> {
                    if (item.equals("slow")) {
                        othersDone.await();
                    } else {
                        othersDone.countDown();
                    }
                    return item.length();
                },
                (item, length) -> finished.add(item + " " + length));
        assertThat(finished).containsExactly("slow 4", "quick 5", "quicker 7");
    }

    @Test
    void batchesAreShortWhereFilesAreLarge() {
        long large = 200L << 20;
        assertThat(Lanes.batches(List.of(1L, 2L, 3L, large, large, 4L, 5L), bytes -> bytes, 3))
                .containsExactly(List.of(1L, 2L, 3L), List.of(large, large), List.of(4L, 5L));
        assertThat(Lanes.batches(List.<Long>of(), bytes -> bytes, 3)).isEmpty();
    }
}
