package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.media.MediaInfo;
import dev.earsight.media.MultichannelReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where several channels come from, block by block. */
sealed interface ChannelInput extends AutoCloseable {
    /** What errors call it. */
    String name();

    int channels();

    /** Samples per second where the input says so. */
    Optional<Integer> sampleRateHz();

    /** Reads up to the length of a row of each channel; -1 at the end. */
    int read(float[][] into);

    /** What should be known of it once it was read to its end. */
    default List<String> remarks() {
        return List.of();
    }

    @Override
    void close();

    /** Raw samples as they come on a stream. */
    enum RawFormat {
        S16LE(2),
        S24LE(3),
        S32LE(4),
        F32LE(4);

        private final int bytes;

        RawFormat(int bytes) {
            this.bytes = bytes;
        }

        private float value(ByteBuffer buffer, int at) {
            return switch (this) {
                case S16LE -> buffer.getShort(at) / 32_768f;
                case S24LE -> (buffer.getShort(at) & 0xffff | buffer.get(at + 2) << 16) / 8_388_608f;
                case S32LE -> buffer.getInt(at) / 2_147_483_648f;
                case F32LE -> buffer.getFloat(at);
            };
        }
    }

    /** A stream, such as standard input. */
    record Raw(InputStream stream, RawFormat format, int channels) implements ChannelInput {
        @Override
        public String name() {
            return "Standard input";
        }

        @Override
        public Optional<Integer> sampleRateHz() {
            return Optional.empty();
        }

        @Override
        public int read(float[][] into) {
            int step = format.bytes * channels;
            try {
                // A whole block: what has come of it so far could not be answered yet.
                byte[] bytes = stream.readNBytes(step * into[0].length);
                ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                int count = bytes.length / step;
                for (int i = 0; i < count; i++) {
                    for (int c = 0; c < channels; c++) {
                        float value = format.value(buffer, i * step + c * format.bytes);
                        if (!Float.isFinite(value)) {
                            throw new EarsightException("Standard input holds what is not a number; check --format and "
                                    + "--channels against what is sent.");
                        }
                        into[c][i] = value;
                    }
                }
                return count == 0 ? -1 : count;
            } catch (IOException e) {
                throw new EarsightException("Standard input cannot be read (" + e.getMessage() + ").", e);
            }
        }

        @Override
        public void close() {
            // The stream belongs to the process.
        }
    }

    /** One file with all channels, or several whose channels follow each other. */
    final class Files implements ChannelInput {
        private final List<Path> paths;
        private final List<MultichannelReader> readers = new ArrayList<>();
        private final long[] samples;
        private int ended;

        Files(List<Path> paths) {
            this.paths = paths;
            this.samples = new long[paths.size()];
            try {
                for (Path path : paths) {
                    readers.add(MultichannelReader.open(path));
                }
                requireOneRate();
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        private void requireOneRate() {
            int rate = info().audioSampleRateHz();
            for (int i = 1; i < paths.size(); i++) {
                if (readers.get(i).info().audioSampleRateHz() != rate) {
                    throw new EarsightException(paths.get(i) + " has "
                            + readers.get(i).info().audioSampleRateHz() + " samples per second, " + paths.getFirst()
                            + " has " + rate + "; resample one of them.");
                }
            }
        }

        /** What the first file says about itself. */
        MediaInfo info() {
            return readers.getFirst().info();
        }

        @Override
        public String name() {
            return paths.size() == 1 ? paths.getFirst().toString() : paths.size() + " files";
        }

        @Override
        public int channels() {
            return readers.stream()
                    .mapToInt(reader -> reader.info().audioChannels())
                    .sum();
        }

        @Override
        public Optional<Integer> sampleRateHz() {
            return Optional.of(info().audioSampleRateHz());
        }

        @Override
        public int read(float[][] into) {
            int fewest = Integer.MAX_VALUE;
            int first = 0;
            for (int i = 0; i < readers.size(); i++) {
                int channels = readers.get(i).info().audioChannels();
                float[][] part = Arrays.copyOfRange(into, first, first + channels);
                int got = readers.get(i).read(part);
                samples[i] += Math.max(0, got);
                fewest = Math.min(fewest, got);
                first += channels;
            }
            ended += fewest < into[0].length ? 1 : 0;
            return ended > 1 ? -1 : fewest;
        }

        @Override
        public List<String> remarks() {
            long fewest = Arrays.stream(samples).min().orElse(0);
            List<String> remarks = new ArrayList<>();
            for (int i = 0; i < samples.length; i++) {
                if (samples[i] > fewest) {
                    remarks.add(
                            paths.get(i) + " is longer than the shortest of the files; what goes beyond was not used.");
                }
            }
            return remarks;
        }

        @Override
        public void close() {
            readers.forEach(MultichannelReader::close);
        }
    }
}
