package dev.earsight.serve;

import dev.earsight.EarsightException;
import dev.earsight.localize.Localizer;
import dev.earsight.localize.ScoredBox;
import dev.earsight.media.JpegCodec;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.shard.FlowEstimator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One camera and microphone: frames and sound in, answers out. While one frame is worked on the newest other is kept and those
 * between are dropped, so that answers never fall behind. Messages as {@code openapi.yaml} describes them.
 */
final class LiveSession {
    private static final int HEADER_BYTES = 16;
    private static final int FRAME = 1;
    private static final int SOUND = 2;
    private static final int MOST_BROKEN = 100;

    /** Opens sessions. */
    interface Opener {
        /** Refuses where there is nothing that could answer, or too many ask. */
        void requirePossible();

        /** A session that has not started. */
        LiveSession open(Peer peer);
    }

    /** Who is at the other end. */
    interface Peer {
        /** Sends an object as JSON and waits until it is sent. */
        void send(Object message);

        /** Ends the connection. */
        void close(int code, String reason);
    }

    /** What is said first. */
    record Ready(String type, double visibleFrom, int imageSide, int sampleRateHz) {}

    /** What is said to each frame that was not dropped. */
    record Answered(
            String type,
            long timeMicroseconds,
            double latencyMilliseconds,
            long droppedFrames,
            boolean heard,
            Optional<Boolean> visible,
            OptionalDouble probability,
            Optional<Localization.Place> peak,
            Optional<List<ScoredBox>> boxes,
            Optional<Localization.Map> map) {}

    @SuppressWarnings("ArrayRecordComponent") // handed over once
    private record Frame(byte[] jpeg, long timeMicroseconds, long arrivedNanos) {}

    private final Networks networks;
    private final Networks.Loaded network;
    private final Limits limits;
    private final ServerMetrics metrics;
    private final Peer peer;
    private final boolean admitted;
    private final Runnable afterwards;
    private final LiveSound sound = new LiveSound();
    private final Thread thread;
    private @Nullable Frame newest;
    private long dropped;
    private int broken;
    private boolean closed;

    LiveSession(
            Networks networks,
            Networks.Loaded network,
            Limits limits,
            ServerMetrics metrics,
            Peer peer,
            boolean admitted,
            Runnable afterwards) {
        this.networks = networks;
        this.network = network;
        this.limits = limits;
        this.metrics = metrics;
        this.peer = peer;
        this.admitted = admitted;
        this.afterwards = afterwards;
        thread = Thread.ofPlatform().name("live").unstarted(this::work);
    }

    /**
     * Begins to answer, or says that there are too many already.
     */
    void start() {
        if (!admitted) {
            end(1013, "Too many live connections.");
            afterwards.run();
            return;
        }
        thread.start();
    }

    /** A message has come. */
    void message(ByteBuffer bytes) {
        ByteBuffer message = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        int kind = message.remaining() < HEADER_BYTES ? 0 : message.get(0);
        if (kind == FRAME) {
            byte[] jpeg = new byte[message.remaining() - HEADER_BYTES];
            message.get(HEADER_BYTES, jpeg);
            take(new Frame(jpeg, message.getLong(8), System.nanoTime()));
        } else if (kind == SOUND) {
            if (message.getInt(4) != Sound.SAMPLE_RATE_HZ) {
                complain(Problem.badRequest("Sound comes at 48,000 samples per second."));
                return;
            }
            sound.add(message.position(HEADER_BYTES), message.getLong(8));
        } else {
            complain(
                    Problem.badRequest(
                            "A message begins with 16 bytes, the first of them 1 for a frame or 2 for sound; see /openapi.yaml."));
        }
    }

    private synchronized void take(Frame frame) {
        if (newest != null) {
            dropped++;
            metrics.liveDropped();
        }
        newest = frame;
        notifyAll();
    }

    private synchronized @Nullable Frame next() throws InterruptedException {
        while (newest == null && !closed) {
            wait();
        }
        Frame frame = newest;
        newest = null;
        return closed ? null : frame;
    }

    private void work() {
        try (JpegCodec codec = new JpegCodec(limits.pixels());
                FlowEstimator flow = networks.flow(network)) {
            Localizer localizer = new Localizer(network.asked(), flow, network.visibleFrom());
            peer.send(new Ready(
                    "ready", network.visibleFrom(), network.asked().config().imageSide(), Sound.SAMPLE_RATE_HZ));
            for (Frame frame = next(); frame != null; frame = next()) {
                try {
                    answer(codec, localizer, frame);
                } catch (EarsightException | Problem e) {
                    complain(e instanceof Problem problem ? problem : cannotDecode());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CompletionException e) {
            // the other end is gone
        } finally {
            afterwards.run();
        }
    }

    private void answer(JpegCodec codec, Localizer localizer, Frame frame) {
        Optional<float[]> heard = sound.around(frame.timeMicroseconds());
        Optional<Localizer.Answer> answer = Optional.empty();
        if (heard.isPresent()) {
            RgbImage picture = codec.decode(frame.jpeg(), 0, frame.jpeg().length);
            answer = heard.map(samples -> localizer.localize(picture, samples));
        }
        Localization.Moment moment = Localization.Moment.of(0, answer, true);
        Duration latency = Duration.ofNanos(System.nanoTime() - frame.arrivedNanos());
        metrics.liveAnswer(latency);
        peer.send(new Answered(
                "answer",
                frame.timeMicroseconds(),
                latency.toNanos() / 1000 / 1e3,
                droppedSoFar(),
                moment.heard(),
                moment.visible(),
                moment.probability(),
                moment.peak(),
                moment.boxes(),
                moment.map()));
    }

    private synchronized long droppedSoFar() {
        return dropped;
    }

    private static Problem cannotDecode() {
        return new Problem(Problem.Kind.UNUSABLE_MEDIA, "The frame is no JPEG picture that can be decoded.");
    }

    private void complain(Problem problem) {
        boolean endless;
        synchronized (this) {
            endless = ++broken > MOST_BROKEN;
        }
        if (endless) {
            end(1008, "Too many messages that cannot be used.");
        } else {
            peer.send(Map.of("type", "problem", "problem", problem.body()));
        }
    }

    /** Ends it from this side. */
    void end(int code, String reason) {
        close();
        peer.close(code, reason);
    }

    /** The other end is gone, or this one wants to be. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
