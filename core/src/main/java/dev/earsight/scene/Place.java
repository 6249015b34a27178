package dev.earsight.scene;

/**
 * Where something that sounds is, seen from the camera.
 *
 * @param azimuthDegrees to the right of straight ahead
 * @param elevationDegrees above the horizon
 * @param distanceMeters from the camera
 */
public record Place(double azimuthDegrees, double elevationDegrees, double distanceMeters) {
    /** To a hundredth of a degree and a millimetre. */
    public Place {
        azimuthDegrees = Math.rint(azimuthDegrees * 100) / 100;
        elevationDegrees = Math.rint(elevationDegrees * 100) / 100;
        distanceMeters = Math.rint(distanceMeters * 1000) / 1000;
    }
}
