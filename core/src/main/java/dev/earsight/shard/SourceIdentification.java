package dev.earsight.shard;

import dev.earsight.resume.FileHash;
import dev.earsight.resume.Fleet;
import dev.earsight.resume.Sha256;
import dev.earsight.resume.SkipReason;
import dev.earsight.resume.SourceFile;
import dev.earsight.resume.SourceFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what is in files, by hash. Hashes are noted in the journal: a file is read again only when its size or times have
 * changed.
 */
final class SourceIdentification {
    /** A file written to this recently may be written to again within the same tick of its clock. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Told of files that cannot be used. */
    interface Skips {
        void skip(SourceFile file, SkipReason reason, String detail);
    }

    /**
     * What was found out.
     *
     * @param known whether the journal says so already
     * @param id empty where the hash is
     */
    record Identity(SourceFile file, FileHash hash, boolean known, String id) {}

    private final ShardStore store;
    private final SourceFolder folder;
    private final Fleet fleet;
    private final Skips skips;

    SourceIdentification(ShardStore store, SourceFolder folder, Fleet fleet, Skips skips) {
        this.store = store;
        this.folder = folder;
        this.fleet = fleet;
        this.skips = skips;
    }

    /** Looks at files; may be called by several threads. */
    List<Identity> look(List<SourceFile> files) throws IOException, InterruptedException {
        List<Optional<String>> known = new ArrayList<>();
        synchronized (store) {
            files.forEach(file -> known.add(known(file)));
        }
        List<SourceFile> unknown = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (known.get(i).isEmpty() && files.get(i).bytes() > 0) {
                unknown.add(files.get(i));
            }
        }
        Iterator<FileHash> hashes = fleet.hash(unknown).iterator();
        List<Identity> found = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            SourceFile file = files.get(i);
            FileHash hash = file.bytes() == 0
                    ? new FileHash("", "0 bytes")
                    : known.get(i).map(sha256 -> new FileHash(sha256, "")).orElseGet(hashes::next);
            found.add(new Identity(
                    file, hash, known.get(i).isPresent(), hash.problem().isEmpty() ? id(file, hash) : ""));
        }
        return found;
    }

    private Optional<String> known(SourceFile file) {
        JournalLine.Hashed line = store.journal().hashed().get(file.path());
        return line != null
                        && line.bytes() == file.bytes()
                        && line.modifiedNanos() == file.modifiedNanos()
                        && line.changedNanos() == file.changedNanos()
                ? Optional.of(line.sha256())
                : Optional.empty();
    }

    private String id(SourceFile file, FileHash hash) throws IOException {
        MessageDigest id = Sha256.digest();
        id.update(hash.sha256().getBytes(StandardCharsets.US_ASCII));
        if (file.truth().isPresent()) {
            id.update(folder.read(file.truth().get()));
        }
        return HexFormat.of().formatHex(id.digest()).substring(0, 32);
    }

    /** Takes note; nothing where the file is empty or cannot be read, which {@code skips} is told. */
    Optional<IdentifiedSource> note(Identity found) throws IOException {
        SourceFile file = found.file();
        if (!found.hash().problem().isEmpty()) {
            skips.skip(
                    file,
                    file.bytes() == 0 ? SkipReason.EMPTY : SkipReason.UNREADABLE,
                    found.hash().problem());
            return Optional.empty();
        }
        String sha256 = found.hash().sha256();
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        if (!found.known() && now - Math.max(file.modifiedNanos(), file.changedNanos()) > SETTLED_NANOS) {
            store.note(
                    new JournalLine.Hashed(
                            file.path(), file.bytes(), file.modifiedNanos(), file.changedNanos(), sha256),
                    false);
        }
        return Optional.of(new IdentifiedSource(file, sha256, found.id()));
    }
}
