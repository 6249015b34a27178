/** Round numbers from `low` to `high`, about so many. */
export function ticks(low: number, high: number, about = 4): number[] {
  const span = high - low;
  if (!(span > 0)) {
    return [low];
  }
  const raw = span / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw * 0.999)!;
  const result: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    result.push(Number((i * step).toPrecision(12)));
  }
  return result;
}
