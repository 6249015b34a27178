package dev.earsight.scene;

/**
 * Whether one sees things being played, and what the silent ones do meanwhile.
 *
 * <p>Where a twin is asked for ({@link SceneConfig#twins}) it looks the same as the thing that sounds, up to its
 * place, and in the frame in the middle of the clip it stands in the same pose. So no single frame tells the two apart, in
 * any frame as far as the pose is drawn from one distribution, and in the middle one whatever is heard.
 */
public enum Playing {
    /** Things drift, nothing more: the picture says nothing about when something sounds. */
    UNSEEN,
    /** What sounds moves as it sounds; silent things hold a pose that a playing one has now and then. */
    STILL_OTHERS,
    /** Silent things move as well, each in a rhythm of its own: only whether motion and sound go together tells. */
    MOVING_OTHERS,
    /** The parts of a drum kit, struck one at a time with a stick. */
    KIT,
    /** The same without a stick: the part that is struck jerks. */
    KIT_WITHOUT_STICK;

    boolean kit() {
        return this == KIT || this == KIT_WITHOUT_STICK;
    }
}
