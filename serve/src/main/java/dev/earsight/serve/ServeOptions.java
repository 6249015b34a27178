package dev.earsight.serve;

import dev.earsight.library.EmbedderOpener;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param runs training runs or their checkpoint files: one that localizes, one that embeds, or both
 * @param index the folder of an index, to search
 * @param media folders that may be indexed by request
 * @param bind the address to listen at
 * @param port where to listen; 0 for any that is free
 * @param token what clients must show, if anything
 * @param corsOrigin the one foreign origin whose pages may ask, if any
 * @param hosts names under which the server is reached, beside those of this machine's loopback; checked where any is given or the
 *     address is a loopback one
 * @param temporaryFolder below which the server makes its own
 * @param indexer how the processes that index make an embedder
 * @param limits what it takes on
 */
public record ServeOptions(
        List<Path> runs,
        Optional<Path> index,
        List<Path> media,
        String bind,
        int port,
        Optional<String> token,
        Optional<String> corsOrigin,
        List<String> hosts,
        Path temporaryFolder,
        Class<? extends EmbedderOpener> indexer,
        Limits limits) {
    /** Copies the lists. */
    public ServeOptions {
        runs = List.copyOf(runs);
        media = List.copyOf(media);
        hosts = List.copyOf(hosts);
    }

    /** These runs on this machine's loopback, nothing else. */
    public static ServeOptions of(List<Path> runs) {
        return new ServeOptions(
                runs,
                Optional.empty(),
                List.of(),
                "127.0.0.1",
                8080,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Path.of(System.getProperty("java.io.tmpdir")),
                EmbedderOpener.Still.class,
                Limits.USUAL);
    }

    /** Whether only this machine can reach it. */
    public boolean loopbackOnly() {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
