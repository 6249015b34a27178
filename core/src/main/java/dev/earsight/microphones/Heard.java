package dev.earsight.microphones;

import java.util.List;

/**
 * What was heard in one window.
 *
 * @param startSeconds of the window
 * @param endSeconds of the window
 * @param levelDecibels median level of the channels, in decibels of full scale
 * @param silent whether it was too quiet for an answer
 * @param sources strongest first; none where silent, where the channels have no more in common than noise of their own would,
 *     or where fewer than two are usable
 * @param faults channels named and, where two others are left, left out
 */
public record Heard(
        double startSeconds,
        double endSeconds,
        double levelDecibels,
        boolean silent,
        List<SoundSource> sources,
        List<ChannelFault> faults) {}
