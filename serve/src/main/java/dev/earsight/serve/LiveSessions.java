package dev.earsight.serve;

import java.util.concurrent.Semaphore;

/** The live connections of a server, so many at a time. */
final class LiveSessions implements LiveSession.Opener {
    private final Networks networks;
    private final Limits limits;
    private final ServerMetrics metrics;
    private final Semaphore free;

    LiveSessions(Networks networks, Limits limits, ServerMetrics metrics) {
        this.networks = networks;
        this.limits = limits;
        this.metrics = metrics;
        free = new Semaphore(limits.live());
        metrics.gauge("earsight.live.connections", "Cameras connected", () -> limits.live() - free.availablePermits());
    }

    @Override
    public void requirePossible() {
        networks.requireLocalizing();
    }

    @Override
    public LiveSession open(LiveSession.Peer peer) {
        boolean admitted = free.tryAcquire();
        return new LiveSession(networks, networks.requireLocalizing(), limits, metrics, peer, admitted, () -> {
            if (admitted) {
                free.release();
            }
        });
    }
}
