package dev.earsight.cli;

import dev.earsight.EarsightException;
import dev.earsight.library.Hit;
import dev.earsight.library.Library;
import dev.earsight.library.MediaKind;
import dev.earsight.library.QueryVector;
import dev.earsight.library.SearchFilter;
import dev.earsight.library.SearchQuery;
import dev.earsight.library.Side;
import dev.earsight.media.ImageFile;
import dev.earsight.opensearch.ClusterConnection;
import dev.earsight.opensearch.OpenSearchIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code earsight search}. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds the moments of indexed media that go with a picture, a sound or a video.",
            "",
            "A picture finds pictures like it and sounds that belong to it, a sound likewise; a video is looked for by all its "
                    + "seconds, or with --at by one. Neighboring seconds that match nearly as well are one hit. The score is the "
                    + "cosine of the two vectors, 1 for the same; compare it within the pictures or within the sounds, whose lists "
                    + "are separate because a picture is always nearer to other pictures than to its sound."
        },
        footer = {
            "",
            "Examples:",
            "  earsight search --index media.index bell.jpg --in sounds",
            "  earsight search --index media.index tape.mp4 --at 83.5 --contact-sheet found.png",
            "  arecord -d 3 -f S16_LE -r 48000 -t wav | earsight search --index media.index - --in videos"
        })
final class SearchCommand implements Callable<Integer> {
    /** Where to look. */
    enum In {
        IMAGES(EnumSet.of(MediaKind.IMAGE)),
        SOUNDS(EnumSet.of(MediaKind.SOUND)),
        VIDEOS(EnumSet.of(MediaKind.VIDEO)),
        ALL(EnumSet.allOf(MediaKind.class));

        private final Set<MediaKind> kinds;

        In(Set<MediaKind> kinds) {
            this.kinds = kinds;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** At what to look. */
    enum Sides {
        PICTURES(List.of(Side.PICTURE)),
        SOUNDS(List.of(Side.SOUND)),
        BOTH(List.of(Side.values()));

        private final List<Side> sides;

        Sides(List<Side> sides) {
            this.sides = sides;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How to answer. */
    static final class Format {
        @Option(names = "--json", description = "Answer in JSON.")
        private boolean json;

        @Option(names = "--csv", description = "Answer as a table.")
        private boolean csv;

        @Option(names = "--vtt", description = "Answer as WebVTT cues, which video players show.")
        private boolean vtt;

        HitFormat chosen() {
            return json ? HitFormat.JSON : csv ? HitFormat.CSV : vtt ? HitFormat.VTT : HitFormat.TEXT;
        }
    }

    @Parameters(
            paramLabel = "QUERY",
            description = "A picture, a sound or a video, indexed or not; - for a sound on standard input.")
    private Path query = Path.of(".");

    @Option(
            names = "--index",
            paramLabel = "INDEX",
            required = true,
            description = "The index, made by 'earsight index'.")
    private Path index = Path.of(".");

    @Option(
            names = "--in",
            paramLabel = "KIND",
            defaultValue = "all",
            description = "Look in images, sounds (files without pictures), videos or all (default: all).")
    private In in = In.ALL;

    @Option(
            names = "--side",
            paramLabel = "SIDE",
            defaultValue = "both",
            description = "Look at the pictures, the sounds or both (default: both).")
    private Sides sides = Sides.BOTH;

    @Option(names = "--at", paramLabel = "SECONDS", description = "Look for this moment of the query only.")
    private @Nullable Double atSeconds;

    @Option(
            names = "--k",
            paramLabel = "N",
            defaultValue = "30",
            description = "Hits of each side wanted (default: 30).")
    private int k;

    @Option(names = "--folder", description = "Only below this folder: absolute, or relative to an indexed one.")
    private @Nullable String folder;

    @ArgGroup
    private Format format = new Format();

    @Option(names = "--contact-sheet", paramLabel = "FILE.png", description = "Also draw what was found.")
    private @Nullable Path contactSheet;

    @Option(names = "--run", description = "Where the network is, if no longer where it was when the index was made.")
    private @Nullable Path run;

    @Mixin
    private OpenSearchOptions openSearch = new OpenSearchOptions();

    @Override
    public Integer call() {
        if (k < 1) {
            throw new EarsightException("--k must be at least 1: " + k);
        }
        if (contactSheet != null) {
            Inputs.requireFree(contactSheet, List.of(query));
        }
        if (!query.toString().equals("-")) {
            return search(query);
        }
        Path recording = standardInput();
        try {
            return search(recording);
        } finally {
            recording.toFile().delete();
        }
    }

    private static Path standardInput() {
        try {
            Path file = Files.createTempFile("recording", ".wav");
            Files.copy(System.in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new EarsightException("The recording on standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private int search(Path file) {
        try (Searched searched = new Searched(index, run)) {
            OptionalDouble moment = atSeconds == null ? OptionalDouble.empty() : OptionalDouble.of(atSeconds);
            List<QueryVector> vectors = searched.vectors(file, moment);
            List<Hit> hits = hits(searched.library(), vectors);
            System.out.print(format.chosen().of(hits, searched.library()));
            if (contactSheet != null) {
                ImageFile.writePng(
                        new HitPictures(searched.library()).sheet(file, moment.orElse(0), hits), contactSheet);
                System.err.println(contactSheet + ": drawn.");
            }
            return 0;
        }
    }

    /** By the cluster where one is named. */
    private List<Hit> hits(Library library, List<QueryVector> vectors) {
        Optional<ClusterConnection> connected = openSearch.connect(index);
        if (connected.isEmpty()) {
            return hits(vectors, library::search);
        }
        try (ClusterConnection cluster = connected.get();
                OpenSearchIndex mirror = openSearch.open(cluster, index, library.info())) {
            return hits(vectors, query -> library.search(query, mirror));
        }
    }

    private List<Hit> hits(List<QueryVector> vectors, Function<SearchQuery, List<Hit>> search) {
        List<Hit> hits = new ArrayList<>();
        for (Side side : sides.sides) {
            SearchFilter filter = SearchFilter.ALL.withKinds(in.kinds).withSides(Set.of(side));
            hits.addAll(search.apply(new SearchQuery(vectors, folder == null ? filter : filter.withFolder(folder), k)));
        }
        return hits;
    }
}
