package dev.earsight.cli;

import java.util.ArrayList;
import java.util.List;

/** Remarks on files, kept until a progress bar is out of the way: the first of them, for there may be a million. */
final class Remarks {
    private static final int SHOWN = 100;

    private final List<String> first = new ArrayList<>();
    private int count;

    void add(String remark) {
        count++;
        if (first.size() < SHOWN) {
            first.add(remark);
        }
    }

    /** Says them; {@code where} are those that are not said here. */
    void say(String where) {
        first.forEach(System.err::println);
        if (count > first.size()) {
            System.err.println("... and " + (count - first.size()) + " more; all are in " + where);
        }
    }
}
