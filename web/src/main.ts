import "./style/main.css";
import { onUnauthorized, openSession } from "./api.ts";
import { announce, fill, h, THEME_CHANGE } from "./dom.ts";
import { button, notice, sentence } from "./parts.ts";
import { shortcuts, write } from "./settings.ts";
import type { View } from "./view.ts";
import { whereView } from "./views/where/view.ts";

/** The first view is there at once; the others come when they are asked for. */
const VIEWS: Record<string, { title: string; open: () => Promise<View> }> = {
  where: { title: "Where is the sound?", open: async () => whereView() },
  search: { title: "Search", open: async () => (await import("./views/search/view.ts")).searchView() },
  library: { title: "Library", open: async () => (await import("./views/library.ts")).libraryView() },
  model: { title: "Model", open: async () => (await import("./views/model.ts")).modelView() },
  live: { title: "Live", open: async () => (await import("./views/live.ts")).liveView() },
};
const NAMES = Object.keys(VIEWS);

const main = document.getElementById("main")!;
const opened = new Map<string, View>();
let current: View | undefined;

async function route(): Promise<void> {
  const [, path = "", query = ""] = /^#\/([a-z]*)\??(.*)$/.exec(location.hash) ?? [];
  const name = path in VIEWS ? path : "where";
  const { title, open } = VIEWS[name]!;
  document.title = `${title} · Earsight`;
  for (const link of document.querySelectorAll("#views a")) {
    link.toggleAttribute("aria-current", link.getAttribute("href") === `#/${name}`);
  }
  let view = opened.get(name);
  if (!view) {
    try {
      view = await open();
      opened.set(name, view);
    } catch (error) {
      fill(main, notice(`This view could not be loaded. ${sentence(error) ?? ""}`, "error", button("Load the page again", () => location.reload())));
      return;
    }
  }
  if (view !== current) {
    const first = current === undefined;
    current?.hidden?.();
    current = view;
    fill(main, view.element);
    if (!first) {
      scrollTo(0, 0);
      main.focus({ preventScroll: true });
      announce(title);
    }
  }
  view.shown?.(new URLSearchParams(query));
}

function dropAnywhere(): void {
  let depth = 0;
  const over = (): void => void document.documentElement.classList.toggle("dropping", depth > 0);
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragenter", (event) => {
    depth += hasFiles(event) ? 1 : 0;
    over();
  });
  addEventListener("dragleave", (event) => {
    depth = Math.max(0, depth - (hasFiles(event) ? 1 : 0));
    over();
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over();
    give([...(event.dataTransfer?.files ?? [])]);
  });
  addEventListener("paste", (event) => give([...(event.clipboardData?.files ?? [])]));
}

function give(files: File[]): void {
  if (files.length === 0) {
    return;
  }
  if (current?.accept) {
    current.accept(files);
  } else {
    location.hash = "#/where";
    opened.get("where")?.accept?.(files);
  }
}

function keys(): void {
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const field = target.closest("input:not([type=radio], [type=checkbox], [type=range]), textarea, select, dialog");
    const pressing = (event.key === " " || event.key === "Enter") && target.closest("button, a, input, summary");
    const moving = event.key.startsWith("Arrow") && target.closest("input");
    if (!shortcuts.on || field || pressing || moving || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    const view = NAMES[Number(event.key) - 1];
    if (view) {
      location.hash = `#/${view}`;
    } else if (event.key === "?") {
      help();
    } else if (event.key === "t") {
      changeTheme();
    } else if (!current?.key?.(event)) {
      return;
    }
    event.preventDefault();
  });
}

function changeTheme(): void {
  const root = document.documentElement;
  const dark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = dark ? "light" : "dark";
  write("theme", root.dataset["theme"]);
  announce(dark ? "Light" : "Dark");
  dispatchEvent(new Event(THEME_CHANGE));
}

function help(): void {
  const rows = (list: [string, string][]): HTMLElement =>
    h("dl", { class: "keys" }, ...list.flatMap(([key, what]) => [h("dt", {}, ...key.split(" ").flatMap((part, i) => [i > 0 ? " " : null, part === "to" ? part : h("kbd", {}, part)])), h("dd", {}, what)]));
  const on = h("input", { type: "checkbox", checked: shortcuts.on, onchange: () => shortcuts.set(on.checked) });
  const dialog = h(
    "dialog",
    { "aria-labelledby": "help-title" },
    h("h2", { id: "help-title" }, "Keyboard"),
    rows([
      ["1 to 5", "Where, Search, Library, Model, Live"],
      ["t", "Dark or light"],
      ["?", "This list"],
    ]),
    current?.keys ? h("h3", {}, "In this view") : null,
    current?.keys ? rows(current.keys) : null,
    h("label", { class: "check" }, on, "Single keys are shortcuts"),
    button("Close", () => dialog.close(), "primary"),
  );
  show(dialog);
}

function show(dialog: HTMLDialogElement): void {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

let asking: Promise<void> | undefined;

/** The server wants its token: once for everything that waits for it. */
function askForToken(): Promise<void> {
  asking ??= new Promise<void>((resolve, reject) => {
    const token = h("input", { type: "password", autocomplete: "current-password", required: true, "aria-label": "Token" });
    const trouble = h("div", {});
    const form = h(
      "form",
      { method: "dialog" },
      h("h2", { id: "token-title" }, "This server wants its token"),
      h("p", {}, "It is in the file that was given to earsight serve with --token-file."),
      token,
      trouble,
      h("button", { class: "primary" }, "Open"),
    );
    const dialog = h("dialog", { "aria-labelledby": "token-title" }, form);
    let accepted = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      openSession(token.value.trim()).then(
        () => {
          accepted = true;
          dialog.close();
          resolve();
        },
        (error: unknown) => fill(trouble, notice(sentence(error) ?? "", "error")),
      );
    });
    dialog.addEventListener("close", () => {
      asking = undefined;
      if (!accepted) {
        reject(new Error("Without its token the server does not answer. Load the page again to be asked for it."));
      }
    });
    show(dialog);
    token.focus();
  });
  return asking;
}

onUnauthorized(askForToken);
document.getElementById("theme")!.addEventListener("click", changeTheme);
document.getElementById("help")!.addEventListener("click", help);
addEventListener("hashchange", () => void route());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event(THEME_CHANGE)));
dropAnywhere();
keys();
void route();
