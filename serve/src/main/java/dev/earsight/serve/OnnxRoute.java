package dev.earsight.serve;

import dev.earsight.weights.Checkpoint;
import dev.earsight.weights.OnnxExport;
import dev.earsight.weights.OnnxExport.Side;
import dev.earsight.weights.OnnxExport.SoundInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/model/onnx}: the network that says where a sound comes from, for the page to ask it without the server. */
final class OnnxRoute {
    private final Networks networks;
    private byte @Nullable [] bytes;

    OnnxRoute(Networks networks) {
        this.networks = networks;
    }

    /** Made when it is first asked for. */
    synchronized Answer answer() {
        if (bytes == null) {
            Checkpoint checkpoint = Checkpoint.read(networks.requireLocalizing().checkpoint());
            bytes = OnnxExport.of(checkpoint, Side.BOTH, SoundInput.PCM).bytes();
        }
        return new Answer.Content("application/octet-stream", bytes, Map.of("Cache-Control", "no-cache"));
    }
}
