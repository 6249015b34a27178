package dev.earsight.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NodeRingTest {
    private static final URI A = URI.create("http://a:9200");
    private static final URI B = URI.create("http://b:9200");
    private static final URI C = URI.create("http://c:9200");

    private final List<String> warnings = new ArrayList<>();
    private final AtomicLong seconds = new AtomicLong();
    private final NodeRing ring = new NodeRing(
            List.of(A, B, C),
            warnings::add,
            () -> Duration.ofSeconds(seconds.get()).toNanos());

    @Test
    void takesTurns() {
        assertThat(ring.order()).containsExactly(A, B, C);
        assertThat(ring.order()).containsExactly(B, C, A);
        assertThat(ring.order()).containsExactly(C, A, B);
        assertThat(ring.order()).containsExactly(A, B, C);
    }

    @Test
    void passesOverWhoDoesNotAnswerLongerEachTime() {
        ring.failed(A, "no connection");
        assertThat(ring.order()).containsExactly(B, C, A);
        seconds.set(4);
        assertThat(ring.order().getLast()).isEqualTo(A);
        seconds.set(5);
        ring.order();
        assertThat(ring.order()).as("its turn again").containsExactly(A, B, C);
        ring.failed(A, "no connection");
        seconds.set(14);
        assertThat(ring.order().getLast()).isEqualTo(A);
        for (int i = 0; i < 20; i++) {
            ring.failed(A, "no connection");
        }
        seconds.set(14 + 60);
        ring.order();
        assertThat(ring.order()).as("a minute at most").containsExactly(A, B, C);
    }

    @Test
    void saysOnceThatANodeIsGoneAndOnceThatItIsBack() {
        ring.answered(A);
        ring.failed(B, "no connection");
        ring.failed(B, "no connection");
        ring.failed(C, "no answer within 60 s");
        ring.answered(B);
        ring.answered(B);
        assertThat(warnings)
                .containsExactly(
                        "OpenSearch node http://b:9200 does not answer (no connection); going on with http://a:9200, http://c:9200.",
                        "OpenSearch node http://c:9200 does not answer (no answer within 60 s); going on with http://a:9200.",
                        "OpenSearch node http://b:9200 answers again.");
    }
}
