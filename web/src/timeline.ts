import type { Answer, Moment } from "./api.ts";

/** What a stretch of time holds: something visible sounds, something sounds that is not in sight, nothing sounds. */
export type State = "visible" | "unseen" | "quiet";

export interface Segment {
  state: State;
  startSeconds: number;
  endSeconds: number;
}

export const stateOf = (answer: Answer): State => (!answer.heard ? "quiet" : answer.visible ? "visible" : "unseen");

/** Neighboring moments of one state as one stretch. Each moment reaches halfway to the next; the first and last to the ends. */
export function segments(moments: Moment[], durationSeconds: number): Segment[] {
  const result: Segment[] = [];
  moments.forEach((moment, i) => {
    const next = moments[i + 1];
    const endSeconds = next ? (moment.seconds + next.seconds) / 2 : Math.max(durationSeconds, moment.seconds);
    const last = result.at(-1);
    if (last && last.state === stateOf(moment)) {
      last.endSeconds = endSeconds;
    } else {
      result.push({ state: stateOf(moment), startSeconds: last?.endSeconds ?? 0, endSeconds });
    }
  });
  return result;
}

/** Share of the time in each state; all 0 where there is none. */
export function shares(parts: Segment[]): Record<State, number> {
  const result = { visible: 0, unseen: 0, quiet: 0 };
  const total = parts.reduce((sum, part) => sum + part.endSeconds - part.startSeconds, 0);
  for (const part of parts) {
    result[part.state] += total > 0 ? (part.endSeconds - part.startSeconds) / total : 0;
  }
  return result;
}

/** Index of the last moment that is not after a time (the first where all are); -1 without moments. */
export function momentIndex(moments: Moment[], seconds: number): number {
  let low = 0;
  let high = moments.length - 1;
  if (high < 0) {
    return -1;
  }
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (moments[middle]!.seconds <= seconds + 1e-6) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** Start of the next (or, going back, the last) stretch in which something visible sounds. */
export function nextVisible(parts: Segment[], seconds: number, forward: boolean): number | undefined {
  const starts = parts.filter((part) => part.state === "visible").map((part) => part.startSeconds);
  return forward
    ? starts.find((start) => start > seconds + 0.05)
    : starts.reverse().find((start) => start < seconds - 0.25);
}
