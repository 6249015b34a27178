import { h } from "./dom.ts";
import { choice } from "./parts.ts";
import { COLOR_MAPS, colorTable, type ColorMapName } from "./picture/colormap.ts";
import { look } from "./settings.ts";

/** Opacity, colors and boxes of the map; `change` follows every touch. */
export function lookControls(change: () => void): { element: HTMLElement; refresh: () => void; nextColors: () => void; haveBoxes: (there: boolean) => void } {
  const changed = (): void => {
    look.keep();
    change();
  };
  const opacity = h("input", { type: "range", min: 0, max: 100, step: 5, "aria-label": "Opacity of the map" });
  const output = h("output", { class: "number" });
  const boxes = h("input", { type: "checkbox" });
  opacity.addEventListener("input", () => {
    look.opacity = Number(opacity.value) / 100;
    output.textContent = `${opacity.value} %`;
    changed();
  });
  boxes.addEventListener("change", () => {
    look.boxes = boxes.checked;
    changed();
  });
  const colors = choice(
    "Colors",
    COLOR_MAPS.map((name) => [name, name] as const),
    look.colors,
    (name) => {
      look.colors = name;
      refresh();
      changed();
    },
  );
  const scale = h("canvas", { class: "scale", width: 256, height: 1, "aria-hidden": "true" });

  function refresh(): void {
    opacity.value = String(Math.round(look.opacity * 100));
    output.textContent = `${opacity.value} %`;
    boxes.checked = look.boxes;
    for (const input of colors.querySelectorAll("input")) {
      input.checked = input.value === look.colors;
    }
    paintScale(scale, look.colors);
  }
  refresh();
  return {
    element: h(
      "div",
      { class: "look" },
      colors,
      h("div", { class: "scale-row" }, h("span", {}, "0"), scale, h("span", {}, "1")),
      h("label", { class: "field" }, h("span", {}, "Opacity"), opacity, output),
      h("label", { class: "check" }, boxes, "Boxes with scores"),
    ),
    refresh,
    haveBoxes: (there) => {
      boxes.disabled = !there;
    },
    nextColors: () => {
      look.colors = COLOR_MAPS[(COLOR_MAPS.indexOf(look.colors) + 1) % COLOR_MAPS.length]!;
      refresh();
      changed();
    },
  };
}

function paintScale(canvas: HTMLCanvasElement, colors: ColorMapName): void {
  const context = canvas.getContext("2d");
  const image = context?.createImageData(256, 1);
  if (context && image) {
    const table = colorTable(colors);
    for (let i = 0; i < 256; i++) {
      image.data.set([table[3 * i]!, table[3 * i + 1]!, table[3 * i + 2]!, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  }
}
