package dev.earsight.serve;

import dev.earsight.library.EmbedderOpener;
import dev.earsight.library.Indexing;
import dev.earsight.library.IndexingListener;
import dev.earsight.library.IndexingOptions;
import dev.earsight.library.IndexingReport;
import dev.earsight.library.Library;
import dev.earsight.library.LibraryCounts;
import dev.earsight.library.LibraryFile;
import dev.earsight.library.LibraryInfo;
import dev.earsight.library.MediaKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is indexed, and indexing of the folders that were named at the start. */
final class LibraryRoutes {
    private enum In {
        IMAGES(MediaKind.IMAGE),
        SOUNDS(MediaKind.SOUND),
        VIDEOS(MediaKind.VIDEO),
        ALL(null);

        private final Optional<MediaKind> kind;

        In(@Nullable MediaKind kind) {
            this.kind = Optional.ofNullable(kind);
        }
    }

    private enum State {
        INDEXED,
        WAITING,
        FAILED,
        ALL
    }

    /** The answer. */
    record Overview(List<Folder> folders, Optional<Indexed> index) {}

    /** A folder that may be indexed. */
    record Folder(int number, String name, Optional<Long> files, Optional<String> job) {}

    /** What is in the index. */
    record Indexed(
            int files,
            int images,
            int sounds,
            int videos,
            int waiting,
            int failed,
            long vectors,
            double durationSeconds,
            String backend,
            List<Root> folders) {}

    /** A folder that is in it. */
    record Root(String name, long files) {}

    /** A page of files. */
    record Files(long total, List<File> files) {}

    /** One of them. */
    record File(
            Optional<String> id,
            String path,
            String folder,
            Optional<String> kind,
            String state,
            Optional<String> reason,
            Optional<Double> durationSeconds,
            Optional<MediaLinks> links) {}

    /** What is asked to be indexed. */
    record Wish(Optional<Integer> folder, Optional<Boolean> retryFailed) {}

    /** What an indexing did. */
    record Done(int added, int removed, int moved, int failed, double mediaSeconds) {}

    private final LibraryAccess library;
    private final Networks networks;
    private final Jobs jobs;
    private final List<Path> media;
    private final Class<? extends EmbedderOpener> opener;

    LibraryRoutes(
            LibraryAccess library,
            Networks networks,
            Jobs jobs,
            List<Path> media,
            Class<? extends EmbedderOpener> opener) {
        this.library = library;
        this.networks = networks;
        this.jobs = jobs;
        this.media = media;
        this.opener = opener;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/library", _ -> overview()),
                Route.get("/v1/library/files", request -> files(request.queryFields())),
                Route.post("/v1/library/index", request -> index(request.json(Wish.class))));
    }

    private Answer overview() {
        Optional<Library> open = library.find();
        Optional<Job> job = jobs.running(Job.Kind.INDEX);
        List<Folder> folders = IntStream.range(0, media.size())
                .mapToObj(number -> new Folder(
                        number,
                        LibraryAccess.name(media.get(number)),
                        open.map(index -> countBelow(index, media.get(number))),
                        job.filter(running -> running.title().equals(title(number)))
                                .map(Job::id)))
                .toList();
        return new Answer.Json(new Overview(folders, open.map(this::indexed)));
    }

    private static long countBelow(Library index, Path folder) {
        Path normal = folder.toAbsolutePath().normalize();
        Map<Integer, Path> roots = rootPaths(index.info());
        return index.files().stream()
                .filter(file -> roots.getOrDefault(file.root(), normal.resolveSibling(""))
                        .resolve(file.path())
                        .startsWith(normal))
                .count();
    }

    private static Map<Integer, Path> rootPaths(LibraryInfo info) {
        return info.roots().stream().collect(Collectors.toMap(LibraryInfo.Root::number, LibraryInfo.Root::path));
    }

    private Indexed indexed(Library open) {
        LibraryCounts counts = library.counts();
        Map<Integer, String> names = LibraryAccess.rootNames(open.info());
        Map<Integer, Long> perRoot =
                open.files().stream().collect(Collectors.groupingBy(LibraryFile::root, Collectors.counting()));
        return new Indexed(
                counts.indexed(),
                counts.images(),
                counts.soundFiles(),
                counts.videos(),
                counts.waiting(),
                counts.failed(),
                counts.vectors(),
                counts.hours() * 3600,
                counts.backend(),
                open.info().roots().stream()
                        .map(root -> new Root(
                                names.getOrDefault(root.number(), ""), perRoot.getOrDefault(root.number(), 0L)))
                        .toList());
    }

    private Answer files(Fields fields) {
        Library open = library.require();
        State state = fields.choice("state", State.ALL);
        In kind = fields.choice("kind", In.ALL);
        int offset = fields.whole("offset", 0, Integer.MAX_VALUE, 0);
        int limit = fields.whole("limit", 1, 1000, 100);
        String text = fields.optional("query").orElse("").toLowerCase(Locale.ROOT);
        Map<Integer, String> names = LibraryAccess.rootNames(open.info());
        Predicate<LibraryFile> below = fields.optional("folder")
                .<Predicate<LibraryFile>>map(folder -> file -> isBelow(names, file, folder))
                .orElse(_ -> true);
        List<LibraryFile> found = open.files().stream()
                .filter(file ->
                        state == State.ALL || state.name().equals(file.state().name()))
                .filter(file -> kind == In.ALL || file.kind().equals(kind.kind))
                .filter(file -> file.path().toLowerCase(Locale.ROOT).contains(text))
                .filter(below)
                .toList();
        Stream<LibraryFile> page = found.stream().skip(offset).limit(limit);
        return new Answer.Json(
                new Files(found.size(), page.map(file -> told(names, file)).toList()));
    }

    private static boolean isBelow(Map<Integer, String> names, LibraryFile file, String folder) {
        String withRoot = names.getOrDefault(file.root(), "") + "/" + file.path();
        return withRoot.startsWith(folder + "/") || file.path().startsWith(folder + "/");
    }

    private static File told(Map<Integer, String> names, LibraryFile file) {
        return new File(
                Optional.of(file.id()).filter(id -> !id.isEmpty()),
                file.path(),
                names.getOrDefault(file.root(), ""),
                file.kind().map(MediaKind::label),
                file.state().name().toLowerCase(Locale.ROOT),
                file.reason()
                        .map(reason -> reason.phrase()
                                + (file.detail().isEmpty() ? "" : ": " + Problem.withoutPaths(file.detail()))),
                Optional.of(file.durationSeconds()).filter(seconds -> seconds > 0),
                file.kind().map(kind -> MediaLinks.of(file.id(), kind)));
    }

    private synchronized Answer index(Wish wish) {
        Path index = library.requireFolder();
        Networks.Loaded network = networks.requireEmbedding();
        int number = wish.folder().orElseThrow(() -> Problem.badRequest("Say which 'folder', by its number."));
        if (number < 0 || number >= media.size()) {
            throw Problem.notFound(
                    media.isEmpty()
                            ? "No folder may be indexed from here; start the server with --media DIR."
                            : "There is no folder of that number; see GET /v1/library.");
        }
        jobs.running(Job.Kind.INDEX).ifPresent(_ -> {
            throw new Problem(
                    Problem.Kind.ALREADY_RUNNING, "A folder is being indexed; wait for it, or cancel its job.");
        });
        IndexingOptions options = IndexingOptions.of(index, network.checkpoint(), List.of(media.get(number)))
                .withRetryFailed(wish.retryFailed().orElse(false))
                .withOpener(opener);
        Job job = jobs.take(
                Job.Kind.INDEX,
                title(number),
                running -> {
                    IndexingReport report = Indexing.run(options, state -> running.progress(progress(state)));
                    return new Answer.Json(new Done(
                            report.added(), report.removed(), report.moved(), report.failed(), report.mediaSeconds()));
                },
                () -> {});
        return Jobs.accepted(job);
    }

    private String title(int number) {
        return "Index " + LibraryAccess.name(media.get(number));
    }

    private static Job.Progress progress(IndexingListener.Progress state) {
        return new Job.Progress(
                state.filesDone(),
                OptionalDouble.of(state.files()),
                "files",
                OptionalDouble.of(state.filesPerSecond()),
                state.secondsLeft(),
                OptionalInt.of(state.filesFailed()),
                Optional.of(state.current()).filter(name -> !name.isEmpty()));
    }
}
