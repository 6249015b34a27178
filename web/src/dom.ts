/** Elements without a framework: `h("button", { class: "quiet", onclick: save }, "Save")`. */

export type Child = Node | string | null | undefined | false;

type Handler = (event: never) => void;
type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

/** An element of the given tag; keys that start with "on" are listeners, `true` is an attribute without a value. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  assign(element, attributes);
  fill(element, ...children);
  return element;
}

/** The same for drawings. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  assign(element, attributes);
  fill(element, ...children);
  return element;
}

/** Replaces what is in an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

function assign(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** Tells a screen reader something that is also to be seen somewhere. */
export function announce(text: string): void {
  const region = document.getElementById("announcements");
  if (region && region.textContent !== text) {
    region.textContent = text;
  }
}

export const motionReduced = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Event of the window after which canvases that use the page's colors are to be drawn again. */
export const THEME_CHANGE = "themechange";
