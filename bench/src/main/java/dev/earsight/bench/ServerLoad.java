package dev.earsight.bench;

import dev.earsight.media.ImageFile;
import dev.earsight.media.RgbImage;
import dev.earsight.media.Sound;
import dev.earsight.media.SoundFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * How a server bears load, over loopback alone: a picture and a second of sound at a time from 1, 8 and 64 clients, broken uploads in
 * between, and what the server's process holds before, after each round and when the clients are gone. There are 64 clients three
 * times, to tell what so many need from what is never given back.
 *
 * <pre>ServerLoad AVOL_RUN [REQUESTS [BROKEN]]</pre>
 */
public final class ServerLoad {
    private static final int[] CLIENTS = {1, 8, 64, 64, 64};
    private static final int WARM_UP = 300;
    private static final int CLOSING_MILLIS = 3_000;

    private final URI address;
    private final byte[] whole;
    private final List<Broken> broken;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<Thread> slowSenders = new ConcurrentLinkedQueue<>();

    private ServerLoad(URI address, byte[] whole, List<Broken> broken) {
        this.address = address;
        this.whole = whole;
        this.broken = broken;
    }

    /** A request that must be refused. */
    private record Broken(String name, byte[] form, How how) {}

    private enum How {
        PLAIN,
        LONG_HEADER,
        SLOW
    }

    /** Runs the load and prints what it found. */
    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        int wrong = arguments.length > 2 ? Integer.parseInt(arguments[2]) : requests / 20;
        Path folder = Files.createTempDirectory("earsight-load-");
        Process server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        // All of the heap from the start, so that what is resident grows by native memory alone.
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadedServer.class.getName(),
                        arguments[0],
                        folder.resolve("temporary").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = server.inputReader()) {
            int port = Integer.parseInt(lines.readLine());
            new ServerLoad(
                            URI.create("http://127.0.0.1:" + port + "/v1/localize"),
                            form(folder, new byte[0]),
                            brokenForms(folder))
                    .run(server.pid(), folder.resolve("temporary"), requests, wrong);
        } finally {
            server.destroy();
            server.waitFor();
        }
        System.out.println("Left in the temporary folder after the stop: " + files(folder.resolve("temporary")));
    }

    private void run(long pid, Path temporary, int requests, int wrong) throws Exception {
        together(8, WARM_UP, 0);
        answers.clear();
        System.out.println("before: " + held(pid, temporary));
        for (int clients : CLIENTS) {
            long start = System.nanoTime();
            long[] nanos = together(clients, requests / CLIENTS.length, wrong / CLIENTS.length);
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%2d clients: %d requests, %.1f a second, p50 %.1f, p95 %.1f, p99 %.1f ms; %s%n",
                    clients,
                    nanos.length,
                    nanos.length / seconds,
                    quantile(nanos, 0.5),
                    quantile(nanos, 0.95),
                    quantile(nanos, 0.99),
                    held(pid, temporary));
        }
        client.close();
        Thread.sleep(CLOSING_MILLIS);
        System.out.println("clients gone: " + held(pid, temporary));
        new TreeMap<>(answers).forEach((what, count) -> System.out.println("  " + what + ": " + count));
    }

    private static double quantile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] / 1e6;
    }

    /** So many clients send so many requests, broken ones evenly between; times of those that are whole. */
    private long[] together(int clients, int requests, int wrong) throws InterruptedException {
        long[] nanos = new long[requests];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            Thread.ofVirtual().start(() -> {
                for (int at = next.getAndIncrement(); at < requests; at = next.getAndIncrement()) {
                    if (wrong > 0 && (long) at * wrong / requests != (at + 1L) * wrong / requests) {
                        sendBroken(broken.get((int) ((long) at * wrong / requests % broken.size())));
                    }
                    long start = System.nanoTime();
                    send("whole", whole, false);
                    nanos[at] = System.nanoTime() - start;
                }
                done.countDown();
            });
        }
        done.await();
        for (Thread sender : slowSenders) {
            sender.join();
        }
        slowSenders.clear();
        return nanos;
    }

    private void sendBroken(Broken one) {
        if (one.how() == How.SLOW) {
            slowSenders.add(Thread.ofVirtual().start(() -> trickle(one)));
        } else {
            send(one.name(), one.form(), one.how() == How.LONG_HEADER);
        }
    }

    /** A byte every tenth of a second, beside the other requests, until the server answers. */
    private void trickle(Broken one) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            var out = socket.getOutputStream();
            out.write(("POST " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority()
                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                            + one.form().length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int at = 0; socket.getInputStream().available() == 0; at++) {
                out.write(one.form()[at]);
                Thread.sleep(100);
            }
            String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            count(one.name(), status.replace("HTTP/1.1 ", ""));
        } catch (IOException e) {
            count(one.name(), "no answer (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(String name, String answer) {
        answers.computeIfAbsent(name + " -> " + answer, _ -> new LongAdder()).increment();
    }

    private void send(String name, byte[] form, boolean longHeader) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofByteArray(form));
        if (longHeader) {
            request.header("X-Long", "x".repeat(40_000));
        }
        String answer;
        try {
            answer = Integer.toString(
                    client.send(request.build(), BodyHandlers.ofByteArray()).statusCode());
        } catch (IOException e) {
            answer = "no answer (" + e.getMessage() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        count(name, answer);
    }

    /** What the process holds: resident memory, objects that are in use, threads, open files; and its temporary files. */
    private static String held(long pid, Path temporary) throws IOException {
        Map<String, String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.replaceFirst(":.*", ""), line -> line.replaceFirst(".*?:\\s*", "")));
        try (var open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return "memory " + status.get("VmRSS") + ", objects " + objectBytes(pid) / 1024 + " kB, threads "
                    + status.get("Threads") + ", open files " + open.count() + ", temporary files " + files(temporary);
        }
    }

    /** Of all objects on the heap that are still reached: the last line of a histogram, "Total INSTANCES BYTES". */
    private static long objectBytes(long pid) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").start();
        try (var lines = asked.inputReader()) {
            String total = lines.lines().reduce("", (_, line) -> line);
            return Long.parseLong(total.substring(total.lastIndexOf(' ') + 1));
        }
    }

    private static long files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .count();
        }
    }

    private static byte[] form(Path folder, byte[] instead) {
        Path picture = folder.resolve("picture.png");
        Path sound = folder.resolve("sound.wav");
        byte[] rgb = new byte[3 * 160 * 120];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7 / 480);
        }
        ImageFile.writePng(new RgbImage(160, 120, rgb), picture);
        float[] samples = new float[Sound.SAMPLE_RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(i * 0.05));
        }
        SoundFile.writeWav(sound, new Sound(samples));
        try {
            byte[] image = instead.length > 0 ? instead : Files.readAllBytes(picture);
            return multipart(Map.of("image", image, "sound", Files.readAllBytes(sound)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Broken> brokenForms(Path folder) throws IOException {
        byte[] png = Files.readAllBytes(folder.resolve("picture.png"));
        byte[] wav = Files.readAllBytes(folder.resolve("sound.wav"));
        byte[] bomb = png.clone();
        Arrays.fill(bomb, 16, 24, (byte) 0);
        bomb[18] = 0x75; // 30,000 pixels wide and high, in the header alone
        bomb[22] = 0x75;
        byte[] text = "no picture at all ".repeat(200).getBytes(StandardCharsets.UTF_8);
        byte[] whole = form(folder, png);
        return List.of(
                new Broken(
                        "picture cut short",
                        multipart(Map.of("image", Arrays.copyOf(png, 40), "sound", wav)),
                        How.PLAIN),
                new Broken("text as picture", multipart(Map.of("image", text, "sound", wav)), How.PLAIN),
                new Broken("text as sound", multipart(Map.of("image", png, "sound", text)), How.PLAIN),
                new Broken(
                        "picture that claims 900 million pixels",
                        multipart(Map.of("image", bomb, "sound", wav)),
                        How.PLAIN),
                new Broken("no bytes", multipart(Map.of("image", png, "sound", new byte[0])), How.PLAIN),
                new Broken("form cut short", Arrays.copyOf(whole, whole.length / 2), How.PLAIN),
                new Broken("no form", text, How.PLAIN),
                new Broken("headers of 40 KB", whole, How.LONG_HEADER),
                new Broken("slow sender", whole, How.SLOW));
    }

    private static byte[] multipart(Map<String, byte[]> files) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        files.forEach((name, content) -> {
            form.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            form.writeBytes(content);
            form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        form.writeBytes("--b\r\nContent-Disposition: form-data; name=\"soundAt\"\r\n\r\n0\r\n--b--\r\n"
                .getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }
}
