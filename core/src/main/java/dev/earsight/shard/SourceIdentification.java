package dev.earsight.shard;

import dev.earsight.resume.Sha256;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what is in files, by hash. Hashes are noted in the journal: a file is read again only when its size or times have
 * changed. May be used from several threads.
 */
final class SourceIdentification {
    /** A file written to this recently may be written to again within the same tick of its clock. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Told of files that cannot be used. */
    interface Skips {
        void skip(SourceFile file, SkipReason reason, String detail);
    }

    private final ShardStore store;
    private final Skips skips;

    SourceIdentification(ShardStore store, Skips skips) {
        this.store = store;
        this.skips = skips;
    }

    /** What the file is, or nothing where it is empty or cannot be read, which {@code skips} is told. */
    Optional<IdentifiedSource> identify(SourceFile file) throws IOException {
        if (file.bytes() == 0) {
            skips.skip(file, SkipReason.EMPTY, "0 bytes");
            return Optional.empty();
        }
        try {
            String sha256 = sha256(file);
            MessageDigest id = Sha256.digest();
            id.update(sha256.getBytes(StandardCharsets.US_ASCII));
            if (file.truth().isPresent()) {
                id.update(Files.readAllBytes(file.truth().get()));
            }
            return Optional.of(new IdentifiedSource(
                    file, sha256, HexFormat.of().formatHex(id.digest()).substring(0, 32)));
        } catch (FileUnreadable e) {
            skips.skip(file, SkipReason.UNREADABLE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static final class FileUnreadable extends IOException {
        private static final long serialVersionUID = 1L;

        FileUnreadable(IOException cause) {
            super(cause.toString(), cause);
        }
    }

    private String sha256(SourceFile file) throws IOException {
        JournalLine.Hashed known;
        synchronized (store) {
            known = store.journal().hashed().get(file.path());
        }
        if (known != null
                && known.bytes() == file.bytes()
                && known.modifiedNanos() == file.modifiedNanos()
                && known.changedNanos() == file.changedNanos()) {
            return known.sha256();
        }
        String sha256;
        try {
            sha256 = file.sha256();
        } catch (IOException e) {
            throw new FileUnreadable(e);
        }
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        if (now - Math.max(file.modifiedNanos(), file.changedNanos()) > SETTLED_NANOS) {
            store.note(
                    new JournalLine.Hashed(
                            file.path(), file.bytes(), file.modifiedNanos(), file.changedNanos(), sha256),
                    false);
        }
        return sha256;
    }
}
