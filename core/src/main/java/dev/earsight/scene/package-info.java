/**
 * A scene description becomes a short video with exact ground truth: boxes per frame, who sounds when.
 *
 * <p>In: a {@link dev.earsight.scene.SceneConfig} and a {@link dev.earsight.scene.ThingSource} (drawn and synthesized
 * things, or pictures and recordings from files). Out: {@link dev.earsight.scene.Scene}s, rendered on demand, and their
 * {@link dev.earsight.scene.SceneTruth}, or a folder of media files each with its truth as JSON beside it. Truth is for
 * evaluation only, never for training.
 */
@NullMarked
package dev.earsight.scene;

import org.jspecify.annotations.NullMarked;
