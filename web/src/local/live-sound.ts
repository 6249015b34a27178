const RATE_HZ = 48000;
const KEPT = 4 * RATE_HZ;
const TOLERANCE_SAMPLES = RATE_HZ / 10;
const AUDIBLE_FROM = 1e-4;

/** The last seconds of a microphone, in time with its camera: what the server's `LiveSound` does. */
export class LiveSound {
  private samples = new Float32Array(0);
  /** The time of the first sample that is not there yet, in samples. */
  private end = 0;

  /** More sound, the first sample of it at that time. */
  add(piece: Float32Array, timeMicroseconds: number): void {
    const start = samplesAt(timeMicroseconds);
    if (this.samples.length === 0 || Math.abs(start - this.end) > TOLERANCE_SAMPLES) {
      this.samples = new Float32Array(0); // a gap, or an overlap
      this.end = start;
    }
    const stay = this.samples.subarray(Math.max(0, this.samples.length + piece.length - KEPT));
    const joined = new Float32Array(stay.length + piece.length);
    joined.set(stay);
    joined.set(piece, stay.length);
    this.samples = joined;
    this.end += piece.length;
  }

  /** The second around a time, or the latest there is, silence before what is not there; nothing where nothing is heard. */
  around(timeMicroseconds: number): Float32Array<ArrayBuffer> | undefined {
    const wantedEnd = samplesAt(timeMicroseconds) + RATE_HZ / 2;
    const held = this.samples.length;
    if (held === 0 || this.end < wantedEnd - RATE_HZ || this.end - held >= wantedEnd) {
      return undefined;
    }
    const to = held - Math.max(0, this.end - wantedEnd);
    const heard = this.samples.subarray(Math.max(0, to - RATE_HZ), to);
    const second = new Float32Array(RATE_HZ);
    second.set(heard, RATE_HZ - heard.length);
    return second.some((sample) => Math.abs(sample) >= AUDIBLE_FROM) ? second : undefined;
  }
}

const samplesAt = (microseconds: number): number => Math.round(microseconds * (RATE_HZ / 1e6));
