import type { Hit } from "../../api.ts";
import { keptJson, write } from "../../settings.ts";

const KEY = "kept-hits";

/** Hits the user keeps, in this browser, in the order they were kept. */
export class Kept {
  private hits: Hit[] = readHits();

  get all(): readonly Hit[] {
    return this.hits;
  }

  has(hit: Hit): boolean {
    return this.hits.some((other) => sameMoment(other, hit));
  }

  /** Keeps a hit, or lets it go; true if it is kept now. */
  toggle(hit: Hit): boolean {
    const keeps = !this.has(hit);
    this.hits = keeps ? [...this.hits, hit] : this.hits.filter((other) => !sameMoment(other, hit));
    write(KEY, JSON.stringify(this.hits));
    return keeps;
  }

  clear(): void {
    this.hits = [];
    write(KEY, undefined);
  }
}

const sameMoment = (a: Hit, b: Hit): boolean => a.id === b.id && a.side === b.side && a.startSeconds === b.startSeconds;

function readHits(): Hit[] {
  const stored = keptJson(KEY);
  return Array.isArray(stored) ? (stored as Hit[]).filter((hit) => typeof hit?.id === "string" && typeof hit.path === "string" && hit.links) : [];
}
