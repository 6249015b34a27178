/**
 * A picture as the network sees it, as the program makes it (`ImagePlanes` and `Taps` of `core`): the whole scaled to side x side, red,
 * green and blue planes in -1..1. A target pixel is bilinear between the two nearest while the picture is at most twice as large, else
 * the mean of what it covers.
 */
export function planes(rgba: Uint8ClampedArray, width: number, height: number, side: number): Float32Array {
  const columns = taps(width, side);
  const rows = taps(height, side);
  const target = new Float32Array(3 * side * side);
  const blended = new Float32Array(3 * width);
  for (let y = 0; y < side; y++) {
    blended.fill(0);
    for (const [row, share] of rows[y]!) {
      for (let x = 0, at = 4 * row * width; x < width; x++, at += 4) {
        blended[3 * x]! += share * rgba[at]!;
        blended[3 * x + 1]! += share * rgba[at + 1]!;
        blended[3 * x + 2]! += share * rgba[at + 2]!;
      }
    }
    for (let x = 0; x < side; x++) {
      for (let color = 0; color < 3; color++) {
        let value = 0;
        for (const [column, share] of columns[x]!) {
          value += share * blended[3 * column + color]!;
        }
        target[color * side * side + y * side + x] = Math.max(-1, Math.min(1, (value * 2) / 255 - 1));
      }
    }
  }
  return target;
}

/** The source pixels behind each target pixel along one axis, with shares that add up to one. */
export function taps(length: number, side: number): [number, number][][] {
  const scale = length / side;
  return Array.from({ length: side }, (_, i) => (scale > 2 ? covered(i * scale, (i + 1) * scale, length) : between((i + 0.5) * scale - 0.5, length)));
}

function between(at: number, length: number): [number, number][] {
  const inside = Math.max(0, Math.min(length - 1, at));
  const left = Math.min(Math.floor(inside), Math.max(0, length - 2));
  return length === 1
    ? [[0, 1]]
    : [
        [left, 1 - (inside - left)],
        [left + 1, inside - left],
      ];
}

function covered(from: number, to: number, length: number): [number, number][] {
  const shares: [number, number][] = [];
  for (let pixel = Math.floor(from); pixel < Math.min(length, Math.ceil(to)); pixel++) {
    shares.push([pixel, (Math.min(pixel + 1, to) - Math.max(pixel, from)) / (to - from)]);
  }
  return shares;
}
