package dev.earsight.scene;

import java.awt.geom.AffineTransform;
import java.util.Optional;

/**
 * One thing in a scene: what it is, how it looks and moves, and the seed of its sound.
 *
 * @param className its class
 * @param sounds whether it is heard
 * @param look how it looks
 * @param pose how it stands
 * @param unitLength how long one unit of the look is, as a fraction of the picture's short side
 * @param motion how it moves from place to place
 * @param acting how it moves while it is played; empty where one does not see that
 */
record Actor(
        String className,
        boolean sounds,
        Look look,
        Sprite.Pose pose,
        double unitLength,
        Motion motion,
        Optional<Acting> acting) {
    Costume costume(int width, int height) {
        return new Costume(look, pose, unitLength * Math.min(width, height));
    }

    /** How it looks at time {@code t}. */
    Sprite sprite(Costume costume, double t) {
        return acting.map(played -> costume.posed(played.curve().levelAt(t))).orElseGet(costume::resting);
    }

    Actor acting(Acting played) {
        return new Actor(className, sounds, look, pose, unitLength, motion, Optional.of(played));
    }

    /** From sprite coordinates around the anchor to the picture's pixels, at time {@code t}. */
    AffineTransform placed(double t, int width, int height, double cameraX, double cameraY) {
        AffineTransform transform = AffineTransform.getTranslateInstance(
                motion.x().at(t) * width + cameraX, motion.y().at(t) * height + cameraY);
        transform.rotate(motion.turnAt(t));
        transform.scale(motion.scaleAt(t), motion.scaleAt(t));
        return transform;
    }
}
