package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.library.Library;
import dev.earsight.library.LibraryInfo;
import dev.earsight.opensearch.ClusterAccess;
import dev.earsight.opensearch.ClusterConnection;
import dev.earsight.opensearch.IndexPlan;
import dev.earsight.opensearch.OpenSearchIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the vectors of an index are on a cluster of OpenSearch nodes, too. */
final class OpenSearchOptions {
    @Option(
            names = "--opensearch",
            paramLabel = "URL[,URL]",
            description = "Nodes of an OpenSearch cluster that is to hold, or holds, the vectors, too.")
    private @Nullable String addresses;

    @Option(
            names = "--opensearch-name",
            paramLabel = "NAME",
            description = "What the index is called there (default: as its folder).")
    private @Nullable String name;

    @Option(
            names = "--opensearch-credentials",
            paramLabel = "FILE",
            description = "A file with one line: user:password, or Bearer and a token.")
    private @Nullable Path credentials;

    @Option(
            names = "--opensearch-ca",
            paramLabel = "FILE.pem",
            description = "Who signed the nodes' certificates (default: whom Java trusts).")
    private @Nullable Path certificateAuthority;

    /** The cluster, where one is named; says on standard error which nodes do not answer. */
    Optional<ClusterConnection> connect(Path index) {
        if (addresses == null) {
            if (name != null || credentials != null || certificateAuthority != null) {
                throw new EarsightException(
                        "Options that begin with --opensearch- say more about a cluster; give its address with --opensearch.");
            }
            return Optional.empty();
        }
        IndexPlan.requireName(name(index));
        ClusterAccess access = ClusterAccess.of(addresses);
        if (credentials != null) {
            access = access.withCredentials(credentials);
        }
        if (certificateAuthority != null) {
            access = access.withCertificateAuthority(certificateAuthority);
        }
        return Optional.of(ClusterConnection.open(access, System.err::println));
    }

    private String name(Path index) {
        return name != null
                ? name
                : index.toAbsolutePath().normalize().getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Brings the cluster in step with an index. Where it holds vectors of another network, those are searched until these are complete.
     *
     * @param shards parts for an index that is begun
     */
    void publish(ClusterConnection cluster, Path index, int shards, boolean deleteOld) {
        String called = name(index);
        try (Library library = Library.open(index)) {
            LibraryInfo info = library.info();
            IndexPlan plan = new IndexPlan(called, info.networkSha256(), info.dimensions(), shards);
            Optional<String> there = OpenSearchIndex.network(cluster, called);
            boolean replaces = there.isPresent() && !there.get().equals(info.networkSha256());
            try (OpenSearchIndex mirror =
                    replaces ? OpenSearchIndex.replacement(cluster, plan) : OpenSearchIndex.write(cluster, plan)) {
                try (Progress progress = new Progress("Copying to OpenSearch", 0, " vectors")) {
                    library.mirror(mirror, (done, total, _, secondsLeft) -> {
                        progress.total(total);
                        progress.at(done, String.format(Locale.ROOT, "%.0f s left", secondsLeft));
                    });
                }
                if (replaces) {
                    mirror.publish();
                }
                System.out.printf(
                        Locale.ROOT,
                        "OpenSearch: %s stands for %s, %,d vectors.%n",
                        called,
                        mirror.concreteName(),
                        mirror.size());
            }
        }
        if (deleteOld) {
            List<String> deleted = OpenSearchIndex.deleteSuperseded(cluster, called);
            System.out.println("Deleted there: " + (deleted.isEmpty() ? "nothing" : String.join(", ", deleted)));
        }
    }

    /** What {@link #publish} left there; refuses vectors of another network than the index's. */
    OpenSearchIndex open(ClusterConnection cluster, Path index, LibraryInfo info) {
        OpenSearchIndex mirror = OpenSearchIndex.read(cluster, name(index));
        if (!mirror.network().equals(info.networkSha256())) {
            mirror.close();
            throw new EarsightException(name(index) + " in OpenSearch holds vectors of another network than " + index
                    + "; copy these with: earsight index --out " + index + " --opensearch " + addresses);
        }
        return mirror;
    }
}
