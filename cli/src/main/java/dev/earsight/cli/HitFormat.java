package dev.earsight.cli;

import dev.earsight.library.Hit;
import dev.earsight.library.Library;
import dev.earsight.library.MediaKind;
import dev.earsight.library.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Hits as text: for people, programs, tables and video players. */
enum HitFormat {
    TEXT {
        @Override
        String of(List<Hit> hits, Library library) {
            StringBuilder text = new StringBuilder();
            for (Side side : Side.values()) {
                List<Hit> own = hits.stream().filter(hit -> hit.side() == side).toList();
                if (!own.isEmpty()) {
                    text.append(side == Side.PICTURE ? "Pictures\n" : "Sounds\n");
                    own.forEach(hit -> text.append(String.format(
                            Locale.ROOT, "  %6.3f  %-17s %s%n", hit.score(), range(hit), library.path(hit))));
                }
            }
            return text.isEmpty() ? "Nothing found.\n" : text.toString();
        }
    },
    JSON {
        @Override
        String of(List<Hit> hits, Library library) {
            List<Map<String, Object>> objects = new ArrayList<>();
            for (Hit hit : hits) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("side", hit.side().label());
                object.put("score", hit.score());
                object.put("file", library.path(hit).toString());
                object.put("kind", hit.kind().label());
                object.put("start_seconds", hit.startSeconds());
                object.put("end_seconds", hit.endSeconds());
                object.put("best_seconds", hit.bestSeconds());
                object.put("id", hit.fileId());
                objects.add(object);
            }
            return JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(Map.of("hits", objects))
                    + "\n";
        }
    },
    CSV {
        @Override
        String of(List<Hit> hits, Library library) {
            StringBuilder table = new StringBuilder("side,score,file,kind,start_seconds,end_seconds,best_seconds\n");
            for (Hit hit : hits) {
                table.append(CSVFormat.RFC4180.format(
                                hit.side().label(),
                                String.format(Locale.ROOT, "%.6f", hit.score()),
                                library.path(hit),
                                hit.kind().label(),
                                seconds(hit.startSeconds()),
                                seconds(hit.endSeconds()),
                                seconds(hit.bestSeconds())))
                        .append('\n');
            }
            return table.toString();
        }

        private static String seconds(double seconds) {
            return String.format(Locale.ROOT, "%.3f", seconds);
        }
    },
    VTT {
        @Override
        String of(List<Hit> hits, Library library) {
            Map<String, List<Hit>> files = new TreeMap<>();
            hits.stream()
                    .filter(hit -> hit.kind() != MediaKind.IMAGE)
                    .forEach(hit -> files.computeIfAbsent(library.path(hit).toString(), _ -> new ArrayList<>())
                            .add(hit));
            StringBuilder cues = new StringBuilder("WEBVTT\n");
            files.forEach((file, own) -> {
                cues.append("\nNOTE ").append(file.replace("-->", "- ->")).append('\n');
                own.stream()
                        .sorted(Comparator.comparingDouble(Hit::startSeconds))
                        .forEach(hit -> cues.append(String.format(
                                Locale.ROOT,
                                "%n%s --> %s%n%s %.3f%n",
                                clock(hit.startSeconds(), true),
                                clock(Math.max(hit.endSeconds(), hit.startSeconds() + 0.04), true),
                                hit.side().label(),
                                hit.score())));
            });
            return cues.toString();
        }
    };

    abstract String of(List<Hit> hits, Library library);

    /** When, for people; nothing for an image. */
    static String range(Hit hit) {
        return hit.kind() == MediaKind.IMAGE
                ? ""
                : clock(hit.startSeconds(), false) + "-" + clock(hit.endSeconds(), false);
    }

    private static String clock(double seconds, boolean whole) {
        long tenths = Math.round(seconds * 10);
        long minutes = tenths / 600;
        if (whole) {
            long millis = Math.round(seconds * 1000);
            return String.format(
                    Locale.ROOT,
                    "%02d:%02d:%02d.%03d",
                    millis / 3_600_000,
                    millis / 60_000 % 60,
                    millis / 1000 % 60,
                    millis % 1000);
        }
        return minutes >= 60
                ? String.format(Locale.ROOT, "%d:%02d:%04.1f", minutes / 60, minutes % 60, tenths % 600 / 10.0)
                : String.format(Locale.ROOT, "%d:%04.1f", minutes, tenths % 600 / 10.0);
    }
}
