import type { Answer, Box, Rectangle, ScoreMap } from "../api.ts";
import { fill, h } from "../dom.ts";
import { look } from "../settings.ts";
import { paintMap } from "./heatmap.ts";

/** The map and the boxes over a picture, video or camera: lay its elements over it, tell it what to show. */
export class MapLayer {
  readonly heat = h("canvas", { class: "heat", width: 112, height: 112, "aria-hidden": "true" });
  readonly boxes = h("div", { class: "boxes" });
  private readonly asked: ((box: Rectangle) => void) | undefined;
  private map: ScoreMap | undefined;
  private shown: Box[] = [];

  /** With `asked`, boxes are buttons that ask about what is in them. */
  constructor(asked?: (box: Rectangle) => void) {
    this.asked = asked;
  }

  show(map: ScoreMap | undefined, answer: Answer | undefined): void {
    this.map = map;
    this.shown = answer?.boxes ?? [];
    this.paint();
  }

  /** Again, when the look was changed. */
  paint(): void {
    this.heat.style.opacity = String(look.opacity);
    paintMap(this.heat, this.map, look.colors);
    const boxes = look.boxes ? this.shown : [];
    // Elements are used again, so that the focus stays on a box while the video plays.
    while (this.boxes.childElementCount > boxes.length) {
      this.boxes.lastElementChild?.remove();
    }
    boxes.forEach((box, i) => this.place(this.boxes.children[i] as HTMLElement | undefined, box, i));
  }

  private place(existing: HTMLElement | undefined, box: Box, index: number): void {
    const element = existing ?? this.make(index);
    element.style.left = `${100 * box.x0}%`;
    element.style.top = `${100 * box.y0}%`;
    element.style.width = `${100 * (box.x1 - box.x0)}%`;
    element.style.height = `${100 * (box.y1 - box.y0)}%`;
    element.classList.toggle("low", box.y0 < 0.08);
    fill(element, h("span", { class: "box-score" }, box.score.toFixed(2)));
    element.setAttribute("aria-label", `Sounding thing ${index + 1}, score ${box.score.toFixed(2)}, ${whereabouts(box)}. What would it sound like?`);
  }

  private make(index: number): HTMLElement {
    const asked = this.asked;
    const element = asked
      ? h("button", {
          type: "button",
          class: "box",
          onclick: () => {
            const box = this.shown[index];
            if (box) {
              asked(box);
            }
          },
        })
      : h("div", { class: "box", role: "img" });
    this.boxes.append(element);
    return element;
  }
}

/** Where a box lies, for those who do not see it. */
export function whereabouts(box: Rectangle): string {
  const third = (value: number, names: [string, string, string]): string => names[value < 1 / 3 ? 0 : value < 2 / 3 ? 1 : 2];
  const down = third((box.y0 + box.y1) / 2, ["top", "middle", "bottom"]);
  const across = third((box.x0 + box.x1) / 2, ["left", "center", "right"]);
  return down === "middle" && across === "center" ? "in the middle" : `${down} ${across}`;
}
