package dev.earsight.serve;

import dev.earsight.net.Model;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the server counts and times, in the form Prometheus reads. */
final class ServerMetrics implements AutoCloseable {
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer liveLatency = Timer.builder("earsight.live.latency")
            .description("From a frame's arrival to its answer")
            .publishPercentiles(QUANTILES)
            .register(registry);
    private final Counter liveDropped = Counter.builder("earsight.live.dropped")
            .description("Frames that newer ones overtook")
            .register(registry);

    ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    void queueDepth(Supplier<Number> depth) {
        gauge("earsight.queue.depth", "Questions to the networks that wait", depth);
    }

    void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    void inference(Model model, String side, int items, long nanos) {
        Timer.builder("earsight.inference")
                .description("Time of the engine for what it was asked at once")
                .tag("model", Fields.word(model))
                .tag("side", side)
                .publishPercentiles(QUANTILES)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
        DistributionSummary.builder("earsight.inference.items")
                .description("How much was asked at once")
                .register(registry)
                .record(items);
    }

    void request(Route route, int status, long nanos) {
        Timer.builder("earsight.requests")
                .description("From the head of a request to the end of its answer")
                .tag("method", route.method())
                .tag("path", route.path())
                .tag("status", Integer.toString(status))
                .publishPercentiles(QUANTILES)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void uploaded(long bytes) {
        DistributionSummary.builder("earsight.upload.bytes")
                .baseUnit("bytes")
                .register(registry)
                .record(bytes);
    }

    void liveAnswer(Duration latency) {
        liveLatency.record(latency);
    }

    void liveDropped() {
        liveDropped.increment();
    }

    /** All of it as text. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
