/**
 * What was measured, as a page to be read and as data.
 *
 * <p>In: measures, words, pictures and sounds that the caller has chosen, in sections ({@link dev.earsight.report.Report}). Out:
 * one HTML file that needs nothing else and opens offline, the same as Markdown without pictures, and as JSON
 * ({@link dev.earsight.report.ReportFiles}). Knows nothing of networks or of how the numbers came about.
 */
@NullMarked
package dev.earsight.report;

import org.jspecify.annotations.NullMarked;
