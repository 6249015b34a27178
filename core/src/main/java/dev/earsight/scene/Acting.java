package dev.earsight.scene;

import java.util.List;

/**
 * What a thing does while others look.
 *
 * @param curve its pose over time
 * @param events when it is played; none for a silent thing
 */
record Acting(PoseCurve curve, List<Interval> events) {}
