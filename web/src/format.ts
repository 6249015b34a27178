/** Numbers as people read them. */

/** 83.4 is "1:23.4". */
export function clock(seconds: number): string {
  const tenths = Math.max(0, Math.round(seconds * 10));
  const minutes = Math.floor(tenths / 600);
  const hours = Math.floor(minutes / 60);
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** How long something takes or lasts, in words: "40 s", "3 min", "2.5 hours". */
export function lasting(seconds: number): string {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} hours`;
}

export function bytes(count: number): string {
  if (count < 1e6) {
    return `${Math.max(1, Math.round(count / 1e3))} kB`;
  }
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(2)} GB`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const count = (number: number): string => number.toLocaleString("en-US");

/** "1 file", "2 files". */
export const plural = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

export const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
