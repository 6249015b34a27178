package dev.earsight.annotation;

/** Parts of names as the sets' authors form them. */
final class Names {
    private Names() {}

    /** Up to the last underscore; the whole name where there is none. */
    static String beforeLastToken(String name) {
        int underscore = name.lastIndexOf('_');
        return underscore > 0 ? name.substring(0, underscore) : name;
    }

    /** After the last underscore; empty where there is none. */
    static String lastToken(String name) {
        int underscore = name.lastIndexOf('_');
        return underscore > 0 ? name.substring(underscore + 1) : "";
    }

    /** The file's name without folders (of either system) and without its ending. */
    static String stem(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
