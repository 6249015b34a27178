import { modelOf } from "../../api.ts";
import { fill, h } from "../../dom.ts";
import { chooser, notice, sentence } from "../../parts.ts";

/** What is there before anything is dropped, and what the server lacks, if it does. */
export function emptyState(accept: (files: File[]) => void): HTMLElement {
  const needs = h("div", {});
  modelOf()
    .then((model) => {
      if (!model.capabilities.localize) {
        fill(needs, notice("This server has no network that says where a sound comes from. Start it again with the run of an AVOL-Net: earsight serve --run RUN"));
      }
    })
    .catch((error: unknown) => fill(needs, notice(sentence(error) ?? "", "error")));
  return h(
    "div",
    { class: "empty" },
    h("p", { class: "headline" }, "Where is the sound?"),
    h("p", { class: "lead" }, "Drop a video here, or a picture and a sound. What you hear lights up in what you see."),
    h(
      "div",
      { class: "row" },
      chooser("Choose files", "video/*,image/*,audio/*", accept, "primary"),
      h("a", { class: "button", href: "#/live" }, "Use the camera"),
      h("a", { class: "button", href: "#/library" }, "Take one from the library"),
    ),
    needs,
  );
}
