package dev.earsight.annotation;

import java.nio.file.Path;

/** The annotations that can be read. */
public enum TruthFormat {
    /** VGG-SS's {@code vggss.json}. */
    VGGSS,
    /** A folder of Flickr-SoundNet's XML files. */
    FLICKR,
    /** IS3, S4, MS3 or VPO: {@code *_bbox.json} or {@code *_box.json} of SSLalignment. */
    IS3,
    /** {@code music_solo.json} or {@code music_duet.json} of AVGN. */
    MUSIC,
    /** A folder of our own scene truth, {@code NAME.json}. */
    SCENE;

    /** Reads a file or folder of this format. */
    public Annotations read(Path place) {
        return switch (this) {
            case VGGSS -> VggssFile.read(place);
            case FLICKR -> FlickrFolder.read(place);
            case IS3 -> FrameBoxFile.read(place);
            case MUSIC -> MusicFile.read(place);
            case SCENE -> SceneFolder.read(place);
        };
    }
}
