package dev.earsight.protocol;

import java.util.List;

/**
 * What one contestant, a network or something simpler, reaches on each of the same items.
 *
 * @param name who, where areas are judged
 * @param pointName who, where points are judged; empty where it has none
 * @param ciou per item
 * @param adaptiveCiou per item
 * @param hit per item: 1, 0, or a probability
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outcomes(String name, String pointName, double[] ciou, double[] adaptiveCiou, double[] hit) {
    static Outcomes of(String name, List<ItemScore> scores) {
        return new Outcomes(
                name,
                name,
                scores.stream().mapToDouble(ItemScore::ciou).toArray(),
                scores.stream().mapToDouble(ItemScore::adaptiveCiou).toArray(),
                scores.stream().mapToDouble(ItemScore::hit).toArray());
    }

    static Outcomes ofSize(String name, String pointName, int size) {
        return new Outcomes(name, pointName, new double[size], new double[size], new double[size]);
    }
}
