package dev.earsight.shard;

import dev.earsight.EarsightException;
import dev.earsight.media.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prepared data, read at random: a frame is one positional read and a JPEG to decode, a second of sound one positional read.
 * Clips are sorted by path. May be read by several threads at once, and while another process prepares into the same folder:
 * it stays what it was when it was opened.
 */
public final class PreparedData implements ClipLibrary, AutoCloseable {
    private static final float FULL_SCALE = 32768f;

    private final Path folder;
    private final Manifest manifest;
    private final Map<Integer, ShardFile> shards;
    private final List<Clip> clips;
    private final Optional<FlowManifest> flow;
    private final Map<String, FlowManifest.Clip> flows = new HashMap<>();
    private final JpegDecoders jpegs = new JpegDecoders();

    private record Clip(
            String name,
            int number,
            Manifest.Source source,
            Manifest.Clip length,
            ShardFile shard,
            ShardIndex.Clip place,
            Optional<Tar.Entry> truth) {}

    private PreparedData(
            Path folder,
            Manifest manifest,
            Map<Integer, ShardFile> shards,
            List<Clip> clips,
            Optional<FlowManifest> flow) {
        this.folder = folder;
        this.manifest = manifest;
        this.shards = shards;
        this.clips = List.copyOf(clips);
        this.flow = flow;
        flow.ifPresent(made -> made.clips().forEach(clip -> flows.put(clip.clip(), clip)));
    }

    /** Whether a folder was made by preparing, to the end or not; a folder of videos may have a manifest of its own. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(ShardStore.JOURNAL))
                || (Files.exists(folder.resolve(Manifest.FILE)) && Files.isDirectory(ShardStore.shardFolder(folder)));
    }

    /**
     * Opens one split.
     *
     * @throws EarsightException where there is no prepared data, or of another version, or shards are missing or damaged
     */
    public static PreparedData open(Path folder, Split split) {
        return open(folder, EnumSet.of(split));
    }

    /** Opens several splits as one. */
    public static PreparedData open(Path folder, Set<Split> splits) {
        Manifest manifest = Manifest.read(folder);
        Optional<FlowManifest> flow = FlowManifest.read(folder);
        Map<Integer, ShardFile> shards = new HashMap<>();
        Map<Integer, ShardIndex> indexes = new HashMap<>();
        List<Clip> clips = new ArrayList<>();
        try {
            for (Manifest.Source source : manifest.sources()) {
                if (splits.contains(source.split())) {
                    int number = source.shard();
                    if (!shards.containsKey(number)) {
                        shards.put(number, new ShardFile(ShardStore.shardFile(folder, number)));
                    }
                    ShardFile shard = shards.get(number);
                    ShardIndex index = indexes.computeIfAbsent(number, _ -> index(folder, number, shard));
                    clips.addAll(clips(source, shard, index));
                }
            }
        } catch (IOException e) {
            close(shards);
            throw new EarsightException(
                    "The shards of " + folder + " cannot be read (" + e.getMessage()
                            + "); run the same `prepare` again to mend them.",
                    e);
        } catch (RuntimeException e) {
            close(shards);
            throw e;
        }
        return new PreparedData(folder, manifest, shards, clips, flow);
    }

    private static ShardIndex index(Path folder, int number, ShardFile shard) {
        return ShardIndex.read(ShardStore.indexFile(folder, number)).orElseGet(() -> {
            try {
                return ShardIndex.scan(ShardStore.shardFile(folder, number), shard.bytes());
            } catch (IOException e) {
                throw damaged(shard, e);
            }
        });
    }

    private static List<Clip> clips(Manifest.Source source, ShardFile shard, ShardIndex index) throws IOException {
        ShardIndex.Content content = index.contents().get(source.id());
        if (content == null || content.clips().size() != source.clips().size()) {
            throw new IOException(shard + " lacks " + source.path());
        }
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < source.clips().size(); i++) {
            Manifest.Clip length = source.clips().get(i);
            ShardIndex.Clip place = content.clips().get(i);
            if (place.sampleOffset() + 2 * length.samples() > shard.bytes()) {
                throw new IOException(shard + " ends before " + source.path());
            }
            clips.add(new Clip(name(source, i), i, source, length, shard, place, content.truth()));
        }
        return clips;
    }

    /** What the clip is called. */
    static String name(Manifest.Source source, int clip) {
        return source.clips().size() == 1 ? source.path() : String.format(Locale.ROOT, "%s#%04d", source.path(), clip);
    }

    /** What the folder holds, all splits. */
    public Manifest manifest() {
        return manifest;
    }

    /** The manifest's hash of the data: equal data has an equal one. */
    public String dataHash() {
        return manifest.dataHash();
    }

    /** The hash of the data's flow, where any was made: equal flow has an equal one. */
    public Optional<String> flowHash() {
        return flow.map(FlowManifest::flowHash);
    }

    @Override
    public int size() {
        return clips.size();
    }

    @Override
    public String name(int clip) {
        return clips.get(clip).name();
    }

    @Override
    public String source(int clip) {
        return clips.get(clip).source().path();
    }

    @Override
    public int startFrame(int clip) {
        return clips.get(clip).length().startFrame();
    }

    @Override
    public int frameCount(int clip) {
        return clips.get(clip).length().frames();
    }

    @Override
    public int frameStep(int clip) {
        return manifest.keep().frameStep();
    }

    @Override
    public long sampleCount(int clip) {
        return clips.get(clip).length().samples();
    }

    @Override
    public RgbImage frame(int clip, int frameIndex) {
        Clip read = clips.get(clip);
        if (frameIndex < 0 || frameIndex >= read.length().frames() || frameIndex % frameStep(clip) != 0) {
            throw new IllegalArgumentException("No frame " + frameIndex + " is kept of " + read.name() + ", which has "
                    + read.length().frames() + ", every " + frameStep(clip) + " kept");
        }
        int kept = frameIndex / frameStep(clip);
        byte[] jpeg = new byte[read.place().frameBytes()[kept]];
        try {
            read.shard().read(ByteBuffer.wrap(jpeg), (long) read.place().frameBlocks()[kept] * Tar.BLOCK_BYTES);
        } catch (IOException e) {
            throw damaged(read.shard(), e);
        }
        return jpegs.decode(jpeg);
    }

    @Override
    public boolean hasFlow(int clip, int frameIndex, int fields) {
        FlowManifest.Clip made = flows.get(flowName(clip));
        return made != null && flowTimes(clip).usable(frameIndex, fields, made.cuts());
    }

    @Override
    public FlowStack flow(int clip, int frameIndex, int fields) {
        String name = flowName(clip);
        if (!flows.containsKey(name)) {
            throw new EarsightException("The prepared data in " + folder + " has no optical flow of " + name(clip)
                    + "; add it with `earsight prepare VIDEOS --out " + folder + " --flow "
                    + flow.map(made -> made.options().method()).orElse("dis") + "`.");
        }
        FlowTimes times = flowTimes(clip);
        if (!times.keeps(frameIndex) || !times.usable(frameIndex, fields, List.of())) {
            throw new IllegalArgumentException("No " + fields + " fields of flow from frame " + frameIndex
                    + " on are kept of " + name(clip) + ", which has " + frameCount(clip) + " frames, every "
                    + frameStep(clip) + " kept");
        }
        Path file = FlowManifest.file(folder, name);
        try {
            return new FlowStack(FlowFile.read(file, times.place(frameIndex), fields));
        } catch (ClosedByInterruptException e) {
            throw new EarsightException("Reading " + file + " was interrupted.", e);
        } catch (IOException e) {
            throw new EarsightException(
                    file + " cannot be read (" + e.getMessage()
                            + "); delete it and run the same `prepare --flow` again.",
                    e);
        }
    }

    private String flowName(int clip) {
        Clip of = clips.get(clip);
        return FlowManifest.clip(of.source(), of.number());
    }

    private FlowTimes flowTimes(int clip) {
        return new FlowTimes(frameCount(clip), frameStep(clip));
    }

    @Override
    public float[] sound(int clip, long startSample, int sampleCount) {
        Clip read = clips.get(clip);
        float[] sound = new float[sampleCount];
        long from = Math.max(0, startSample);
        int count = (int) Math.max(0, Math.min(read.length().samples(), startSample + sampleCount) - from);
        if (count > 0) {
            ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
            try {
                read.shard().read(bytes, read.place().sampleOffset() + 2 * from);
            } catch (IOException e) {
                throw damaged(read.shard(), e);
            }
            int at = (int) (from - startSample);
            for (int i = 0; i < count; i++) {
                sound[at + i] = bytes.getShort(2 * i) / FULL_SCALE;
            }
        }
        return sound;
    }

    @Override
    public Optional<String> truthJson(int clip) {
        Clip read = clips.get(clip);
        return read.truth().map(truth -> {
            byte[] json = new byte[Math.toIntExact(truth.length())];
            try {
                read.shard().read(ByteBuffer.wrap(json), truth.offset());
            } catch (IOException e) {
                throw damaged(read.shard(), e);
            }
            return new String(json, StandardCharsets.UTF_8);
        });
    }

    @Override
    public void close() {
        close(shards);
        jpegs.close();
    }

    private static void close(Map<Integer, ShardFile> shards) {
        shards.values().forEach(ShardFile::close);
    }

    private static EarsightException damaged(ShardFile shard, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new EarsightException("Reading " + shard + " was interrupted.", cause);
        }
        return new EarsightException(
                shard + " cannot be read (" + cause.getMessage() + "); delete it and run the same `prepare` again.",
                cause);
    }
}
