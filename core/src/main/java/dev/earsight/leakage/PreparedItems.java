package dev.earsight.leakage;

import dev.earsight.clip.LogSpectrogram;
import dev.earsight.media.Sound;
import dev.earsight.media.VideoFrame;
import dev.earsight.shard.Manifest;
import dev.earsight.shard.PreparedData;
import dev.earsight.shard.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/** The sources of one split of prepared data as items, each with all its clips. */
public final class PreparedItems {
    private PreparedItems() {}

    /**
     * Reads a split: frames and sound only where kinds ask for them.
     *
     * @param name what the set is to be called
     * @param done told how many sources are done
     */
    public static ItemSet read(String name, Path folder, Split split, Set<Kind> kinds, IntConsumer done) {
        try (PreparedData clips = PreparedData.open(folder, split)) {
            Map<String, List<Integer>> clipsOf = new HashMap<>();
            for (int clip = 0; clip < clips.size(); clip++) {
                clipsOf.computeIfAbsent(clips.source(clip), _ -> new ArrayList<>())
                        .add(clip);
            }
            List<Manifest.Source> sources = clips.manifest().sources().stream()
                    .filter(source -> source.split() == split)
                    .toList();
            Item[] items = new Item[sources.size()];
            Workers.forEach(
                    items.length,
                    i -> {
                        Manifest.Source source = sources.get(i);
                        List<Integer> own = clipsOf.getOrDefault(source.path(), List.of());
                        items[i] = new Item(
                                source.path(),
                                Item.idOf(source.path()),
                                Optional.of(source.sha256()),
                                kinds.contains(Kind.PICTURE) ? pictures(clips, own) : new long[0],
                                kinds.contains(Kind.SOUND) ? sound(clips, own) : new int[0]);
                    },
                    done);
            return new ItemSet(name, Arrays.asList(items));
        }
    }

    private static long[] pictures(PreparedData data, List<Integer> clips) {
        LongStream.Builder hashes = LongStream.builder();
        for (int clip : clips) {
            int step = data.frameStep(clip);
            int every = Math.max(step, (int) (PictureHash.EVERY_SECONDS * VideoFrame.PER_SECOND) / step * step);
            int first = Math.min(every, data.frameCount(clip)) / 2 / step * step;
            for (int frame = first; frame < data.frameCount(clip); frame += every) {
                PictureHash.of(data.frame(clip, frame)).ifPresent(hashes::add);
            }
        }
        return hashes.build().distinct().toArray();
    }

    private static int[] sound(PreparedData data, List<Integer> clips) {
        SoundPrint print = new SoundPrint();
        for (int clip : clips) {
            for (long at = 0; at < data.sampleCount(clip); at += Sound.SAMPLE_RATE_HZ) {
                int heard = (int) Math.min(Sound.SAMPLE_RATE_HZ, data.sampleCount(clip) - at);
                print.add(data.sound(clip, at, LogSpectrogram.SAMPLES), heard);
            }
        }
        return print.words();
    }
}
