package dev.earsight.scene;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** A thing painted for one picture size, in as many poses as are asked for. May be used from several threads at once. */
final class Costume {
    private final Look look;
    private final Sprite.Pose pose;
    private final double pixelsPerUnit;
    private final Sprite resting;
    private final AtomicReferenceArray<Sprite> posed = new AtomicReferenceArray<>(PoseCurve.LEVELS);

    Costume(Look look, Sprite.Pose pose, double pixelsPerUnit) {
        this.look = look;
        this.pose = pose;
        this.pixelsPerUnit = pixelsPerUnit;
        resting = Sprite.paint(look, pose, pixelsPerUnit);
    }

    Sprite resting() {
        return resting;
    }

    /** In pose {@code level} of {@link PoseCurve#LEVELS}; where painted twice at once, both are the same. */
    Sprite posed(int level) {
        Sprite sprite = posed.get(level);
        if (sprite == null) {
            sprite = Sprite.paint(look, pose, pixelsPerUnit, PoseCurve.poseOf(level), resting);
            posed.set(level, sprite);
        }
        return sprite;
    }
}
