/**
 * Trained networks and an index over HTTP.
 *
 * <p>In: requests as {@code openapi.yaml} describes them. Out: boxes, maps, vectors, hits, stretches of media; the page. {@link
 * dev.earsight.serve.HttpServer} alone knows the HTTP library: routes take a {@link dev.earsight.serve.Request} and give an {@link
 * dev.earsight.serve.Answer}. What a request asks of a network goes through one {@link dev.earsight.serve.InferenceQueue}; what it
 * stores lies in one {@link dev.earsight.serve.WorkFolder} and is gone with the answer.
 */
@NullMarked
package dev.earsight.serve;

import org.jspecify.annotations.NullMarked;
