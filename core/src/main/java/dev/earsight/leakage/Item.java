package dev.earsight.leakage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One item of a split: a clip, a picture, a recording, or just a line of a list.
 *
 * @param name what the user calls it: a path or an id
 * @param id what is to be unique: a file's name without folders and ending, or a list's entry
 * @param sha256 of the file's bytes, hex; empty where there is no file
 * @param pictures {@link PictureHash}es, in any order; none of flat pictures
 * @param sound words of its {@link SoundPrint}; none where there is no sound
 */
@SuppressWarnings("ArrayRecordComponent") // millions of words, never changed
public record Item(String name, String id, Optional<String> sha256, long[] pictures, int[] sound) {
    private static final Pattern STRETCH = Pattern.compile("([A-Za-z0-9_-]{11})_\\d{6}");

    /** An item of which nothing but the id is known. */
    public static Item listed(String id) {
        return new Item(id, id, Optional.empty(), new long[0], new int[0]);
    }

    /** Whether it has what is compared for this kind. */
    public boolean has(Kind kind) {
        return switch (kind) {
            case ID -> true;
            case SOURCE -> source().isPresent();
            case FILE -> sha256.isPresent();
            case PICTURE -> pictures.length > 0;
            case SOUND -> sound.length > 0;
        };
    }

    /** The video that the item is a stretch of, as VGGSound writes it; empty where the id says no such thing. */
    Optional<String> source() {
        Matcher matcher = STRETCH.matcher(id);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The id of a file: its name without folders and ending. */
    static String idOf(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
