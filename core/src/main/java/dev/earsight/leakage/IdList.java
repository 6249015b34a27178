package dev.earsight.leakage;

import dev.earsight.EarsightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Published lists of items, one per line, of which the first column counts: {@code vggsound_test.csv}, {@code vggss_144k.txt}, {@code
 * flickr_test.csv} and any like them. Endings of file names are dropped. AudioSet's and VGGSound's form {@code YTID,START,...} becomes {@code
 * YTID_ssssss}, as VGGSound names its files. Lines that begin with '#' and a header that names the column are passed over.
 */
public final class IdList {
    private static final Pattern VIDEO = Pattern.compile("(?!\\d{11}$)[A-Za-z0-9_-]{11}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d+)?");
    private static final Pattern MEDIA_ENDING = Pattern.compile(
            "\\.(mp4|mkv|webm|avi|mov|flv|wav|mp3|m4a|aac|ogg|opus|flac|jpe?g|png|webp|bmp)$",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> HEADERS = Set.of(
            "id", "ids", "ytid", "youtube_id", "video", "video_id", "file", "filename", "name", "path", "source");

    private IdList() {}

    /**
     * Reads a list; of an id that stands there twice, once.
     *
     * @throws EarsightException where it cannot be read, is no text or holds nothing
     */
    public static ItemSet read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new EarsightException(
                    file + " cannot be read as a list of ids, one per line (" + unreadable.getMessage()
                            + "); give prepared data, a folder of media, or a txt or csv file.",
                    unreadable);
        }
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replace("\uFEFF", "").strip();
            String[] cells = line.split(",", 3);
            String id = unquoted(cells[0]);
            boolean header = ids.isEmpty() && HEADERS.contains(id.toLowerCase(Locale.ROOT));
            if (id.isEmpty() || line.startsWith("#") || header) {
                continue;
            }
            if (line.startsWith("{") || line.startsWith("[") || line.startsWith("<")) {
                throw new EarsightException(file + " line " + (i + 1)
                        + " looks like JSON or XML, not like an id; give a list with one id per line.");
            }
            ids.add(id(id, cells.length > 1 ? unquoted(cells[1]) : ""));
        }
        if (ids.isEmpty()) {
            throw new EarsightException(file + " lists nothing; give a list with one id per line.");
        }
        List<Item> items = new ArrayList<>();
        ids.forEach(id -> items.add(Item.listed(id)));
        return new ItemSet(file.toString(), items);
    }

    private static String id(String first, String second) {
        if (VIDEO.matcher(first).matches() && SECONDS.matcher(second).matches()) {
            return String.format(Locale.ROOT, "%s_%06d", first, (int) Double.parseDouble(second));
        }
        String name = first.substring(first.lastIndexOf('/') + 1);
        return MEDIA_ENDING.matcher(name).replaceFirst("");
    }

    private static String unquoted(String cell) {
        String bare = cell.strip();
        return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }
}
