package dev.earsight.serve;

import dev.earsight.library.MediaKind;
import java.util.Optional;

/** Addresses of a file of the index, those that make sense for its kind. */
record MediaLinks(Optional<String> thumbnail, Optional<String> sound, Optional<String> excerpt, String file) {
    static MediaLinks of(String id, MediaKind kind) {
        String file = "/v1/media/" + id;
        return new MediaLinks(
                kind == MediaKind.SOUND ? Optional.empty() : Optional.of(file + "/thumbnail"),
                kind == MediaKind.IMAGE ? Optional.empty() : Optional.of(file + "/sound"),
                kind == MediaKind.VIDEO ? Optional.of(file + "/excerpt") : Optional.empty(),
                file + "/file");
    }
}
