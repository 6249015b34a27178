// Runs beside the audio hardware: gathers blocks of 128 samples into pieces of about 40 ms and hands them to the page.
const PIECE_SAMPLES = 2048;

class Recorder extends AudioWorkletProcessor {
  piece = new Float32Array(PIECE_SAMPLES);
  filled = 0;

  process([input]) {
    const channel = input?.[0];
    if (channel) {
      for (let i = 0; i < channel.length; i++) {
        this.piece[this.filled++] = channel[i];
        if (this.filled === PIECE_SAMPLES) {
          this.port.postMessage(this.piece);
          this.piece = new Float32Array(PIECE_SAMPLES);
          this.filled = 0;
        }
      }
    }
    return true;
  }
}

registerProcessor("recorder", Recorder);
