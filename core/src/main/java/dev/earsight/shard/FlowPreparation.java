package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import dev.earsight.resume.Durable;
import dev.earsight.resume.FolderLock;
import dev.earsight.resume.Lanes;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.UnusableSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Adds optical flow to prepared data. The sources are decoded again, since the flow needs every frame of the grid and the
 * shards may keep fewer. It may be ended at any moment, by force too; the same call goes on at the field where it was. Flow of
 * clips that are no longer in the data is deleted. Frames and sounds are not touched: runs trained on the data go on.
 */
public final class FlowPreparation {
    private final Path input;
    private final Path data;
    private final FlowOptions options;
    private final Manifest manifest;
    private final FlowListener listener;
    private final Consumer<String> faults;
    private final Map<String, FlowManifest.Clip> done = new TreeMap<>();
    private final List<String> failed = new ArrayList<>();
    private long total;
    private long fieldsDone;
    private long computed;

    private FlowPreparation(
            Path input, Path data, FlowOptions options, FlowListener listener, Consumer<String> faults) {
        this.input = input;
        this.data = data;
        this.options = options;
        this.manifest = Manifest.read(data);
        this.listener = listener;
        this.faults = faults;
    }

    /**
     * Makes the flow of all sources of the prepared data. Blocks until done; a thread that is interrupted stops soon, as does a
     * listener that throws.
     *
     * @param input the folder of videos the data was prepared from
     * @param estimators make the estimators, one for each worker; they must fit the options' method
     * @param workers how many fields are found at the same time
     * @throws EarsightException where the folders cannot be used, the disk is full, or there is flow of other options already
     */
    public static FlowReport run(
            Path input,
            Path data,
            FlowOptions options,
            Supplier<FlowEstimator> estimators,
            int workers,
            FlowListener listener) {
        return run(input, data, options, estimators, workers, listener, new MediaDecoder.Opener(), _ -> {});
    }

    /** With decoders and faults of a test's choice. */
    static FlowReport run(
            Path input,
            Path data,
            FlowOptions options,
            Supplier<FlowEstimator> estimators,
            int workers,
            FlowListener listener,
            SourceDecoder.Opener opener,
            Consumer<String> faults) {
        FlowPreparation preparation = new FlowPreparation(input, data, options, listener, faults);
        try (FolderLock _ = FolderLock.take(data);
                FlowWorkers pool = new FlowWorkers(options, estimators, workers)) {
            return preparation.run(opener, pool, workers);
        } catch (IOException e) {
            throw new EarsightException(
                    "Making the flow of " + data + " failed: " + e.getMessage()
                            + "; make room or mend the disk and run the same command again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EarsightException(
                    "The making of flow was interrupted; the same command goes on where it was.", e);
        }
    }

    private FlowReport run(SourceDecoder.Opener opener, FlowWorkers pool, int workers)
            throws IOException, InterruptedException {
        adopt();
        List<Manifest.Source> open = new ArrayList<>();
        for (Manifest.Source source : manifest.sources()) {
            for (int clip = 0; clip < source.clips().size(); clip++) {
                int fields = times(source.clips().get(clip)).count();
                total += fields;
                fieldsDone += done.containsKey(FlowManifest.clip(source, clip)) ? fields : 0;
            }
            if (missing(source)) {
                open.add(source);
            }
        }
        Lanes.map(open, workers, source -> {
            try (SourceDecoder frames =
                    opener.open(input.resolve(source.path()), manifest.keep().shortSidePixels())) {
                for (int clip = 0; missing(source) && clip < source.clips().size(); clip++) {
                    addClip(source, clip, frames, pool);
                }
            } catch (UnusableSourceException e) {
                fail(source, e.detail());
            }
            return source;
        });
        return finish();
    }

    /** Takes over what earlier runs have left, and begins the folder where there is none. */
    private void adopt() throws IOException {
        Path folder = FlowManifest.folder(data);
        Optional<FlowManifest> before = FlowManifest.read(data);
        if (before.isPresent() && !before.get().options().equals(options)) {
            throw new EarsightException("The flow in " + data + " was made with "
                    + before.get().options().inWords() + "; repeat these options, or delete " + folder
                    + " to have it made anew with others.");
        }
        Set<String> current = new HashSet<>();
        for (Manifest.Source source : manifest.sources()) {
            for (int clip = 0; clip < source.clips().size(); clip++) {
                current.add(FlowManifest.clip(source, clip));
            }
        }
        for (FlowManifest.Clip clip : before.map(FlowManifest::clips).orElse(List.of())) {
            if (current.contains(clip.clip()) && Files.exists(FlowManifest.file(data, clip.clip()))) {
                done.put(clip.clip(), clip);
            }
        }
        Files.createDirectories(folder);
        write(); // from here on the folder is known to be of these options
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals(FlowManifest.FILE) && !current.contains(name.split("\\.", 2)[0])) {
                    Files.delete(file);
                    faults.accept("an old file deleted");
                }
            }
        }
    }

    private FlowTimes times(Manifest.Clip clip) {
        return new FlowTimes(clip.frames(), manifest.keep().frameStep());
    }

    private synchronized boolean missing(Manifest.Source source) {
        for (int clip = 0; clip < source.clips().size(); clip++) {
            if (!done.containsKey(FlowManifest.clip(source, clip))) {
                return true;
            }
        }
        return false;
    }

    private void addClip(Manifest.Source source, int number, SourceDecoder frames, FlowWorkers pool)
            throws IOException, InterruptedException, UnusableSourceException {
        Manifest.Clip clip = source.clips().get(number);
        String name = FlowManifest.clip(source, number);
        synchronized (this) {
            if (done.containsKey(name)) {
                pass(clip, frames);
                return;
            }
        }
        Path file = FlowManifest.file(data, name);
        Path part = file.resolveSibling(name + ".part");
        Files.createDirectories(file.resolveSibling(""));
        if (Files.exists(file)) {
            Files.move(file, part); // complete, but the manifest was not written any more
        }
        FlowTimes times = times(clip);
        try (FlowFile flow = FlowFile.resume(part, options)) {
            count(flow.fields(), 0);
            List<FlowWorkers.Pair> pairs = new ArrayList<>();
            RgbImage earlier = next(frames);
            for (int k = 0; k < clip.frames() - 1; k++) {
                RgbImage later = next(frames);
                if (times.keeps(k) && times.place(k) >= flow.fields()) {
                    pairs.add(new FlowWorkers.Pair(earlier, later));
                }
                if (pairs.size() == FlowWorkers.PAIRS || k == clip.frames() - 2) {
                    pool.encode(pairs, field -> {
                        flow.add(field);
                        faults.accept("a field written");
                        count(1, 1);
                    });
                    pairs.clear();
                }
                earlier = later;
            }
            flow.finish(file);
            faults.accept("a clip finished");
            note(new FlowManifest.Clip(name, flow.fields(), SceneCut.cuts(flow.changes(), times)));
        }
    }

    private static void pass(Manifest.Clip clip, SourceDecoder frames) throws UnusableSourceException {
        for (int k = 0; k < clip.frames(); k++) {
            next(frames);
        }
    }

    private static RgbImage next(SourceDecoder frames) throws UnusableSourceException {
        return frames.nextFrame()
                .orElseThrow(() ->
                        new UnusableSourceException(SkipReason.CORRUPT, "it ends earlier than when it was prepared"));
    }

    private synchronized void note(FlowManifest.Clip clip) {
        done.put(clip.clip(), clip);
    }

    private synchronized void fail(Manifest.Source source, String detail) {
        failed.add(source.path() + ": " + detail);
    }

    private synchronized void count(int more, int fresh) {
        fieldsDone += more;
        computed += fresh;
        listener.progress(fieldsDone, total);
    }

    private synchronized void write() throws IOException {
        FlowManifest flow = FlowManifest.of(options, List.copyOf(done.values()));
        Durable.replace(FlowManifest.folder(data).resolve(FlowManifest.FILE), flow.bytes());
    }

    private FlowReport finish() throws IOException {
        write();
        long bytes = 0;
        long cuts = 0;
        long fields = 0;
        long moments = 0;
        long cutMoments = 0;
        List<String> tooShort = new ArrayList<>();
        List<String> withoutMoment = new ArrayList<>();
        for (Manifest.Source source : manifest.sources()) {
            for (int number = 0; number < source.clips().size(); number++) {
                FlowManifest.Clip flow = done.get(FlowManifest.clip(source, number));
                if (flow == null) {
                    continue;
                }
                Manifest.Clip clip = source.clips().get(number);
                FlowTimes times = times(clip);
                Set<Integer> clipCuts = new HashSet<>(flow.cuts());
                int whole = 0;
                int cut = 0;
                for (int k = 0; k + FlowStack.PAPER_FIELDS < clip.frames(); k += times.step()) {
                    whole++;
                    cut += times.usable(k, FlowStack.PAPER_FIELDS, clipCuts) ? 0 : 1;
                }
                if (whole == 0) {
                    tooShort.add(PreparedData.name(source, number));
                } else if (whole == cut) {
                    withoutMoment.add(PreparedData.name(source, number));
                }
                moments += whole;
                cutMoments += cut;
                cuts += clipCuts.size();
                fields += flow.fields();
                bytes += Files.size(FlowManifest.file(data, flow.clip()));
            }
        }
        failed.sort(Comparator.naturalOrder());
        return new FlowReport(
                done.size(), fields, computed, bytes, cuts, moments, cutMoments, tooShort, withoutMoment, failed);
    }
}
