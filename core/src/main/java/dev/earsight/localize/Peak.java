package dev.earsight.localize;

/**
 * The highest place of a {@link ScoreMap}.
 *
 * @param x fraction of the picture's width from the left, 0 to 1
 * @param y fraction of the picture's height from the top, 0 to 1
 * @param score the score of the cell
 * @param row the cell's row
 * @param column the cell's column
 */
public record Peak(double x, double y, double score, int row, int column) {}
