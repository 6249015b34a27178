package dev.earsight.report;

import java.util.Locale;

/** Text for pages: whatever a file or class is called, it stays text. */
final class Html {
    private Html() {}

    static String escaped(String text) {
        StringBuilder result = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                case '\'' -> result.append("&#39;");
                default -> result.append(c);
            }
        }
        return result.toString();
    }

    /** Three decimals, one from 10 on, a dash for what is no number. */
    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }

    /** A place in a drawing. */
    static String place(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
