/** What the user chose, kept in this browser. */
import { COLOR_MAPS, type ColorMapName } from "./picture/colormap.ts";

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is closed to this page; choices last until it is left
  }
}

export function write(key: string, value: string | undefined): void {
  try {
    if (value === undefined) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, value);
    }
  } catch {
    // as above
  }
}

/** How maps are shown, in every view. */
export const look = {
  colors: COLOR_MAPS.find((name) => name === read("colors")) ?? ("inferno" as ColorMapName),
  opacity: Math.min(1, Math.max(0, Number(read("opacity") ?? 0.75) || 0)),
  boxes: read("boxes") !== "off",

  keep(): void {
    write("colors", look.colors);
    write("opacity", String(look.opacity));
    write("boxes", look.boxes ? "on" : "off");
  },
};

/** Single keys as shortcuts: some software for speech types them by mistake, so they can be switched off. */
export const shortcuts = {
  on: read("shortcuts") !== "off",
  set(on: boolean): void {
    shortcuts.on = on;
    write("shortcuts", on ? "on" : "off");
  },
};

export const hover = {
  plays: read("hover") !== "off",
  set(plays: boolean): void {
    hover.plays = plays;
    write("hover", plays ? "on" : "off");
  },
};

export function keptJson(key: string): unknown {
  try {
    return JSON.parse(read(key) ?? "null");
  } catch {
    return null;
  }
}
