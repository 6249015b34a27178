import { ApiError, type Job } from "./api.ts";
import { fill, h, type Child } from "./dom.ts";
import { bytes, count, lasting } from "./format.ts";

/** A sentence that stands out, with what can be done about it. */
export function notice(text: string, tone: "plain" | "error" = "plain", ...actions: Child[]): HTMLElement {
  return h("div", { class: `notice ${tone}`, role: tone === "error" ? "alert" : null }, h("p", {}, text), ...actions);
}

/** What went wrong in words, or nothing for a request the user gave up. */
export function sentence(error: unknown): string | undefined {
  if (error instanceof DOMException && error.name === "AbortError") {
    return undefined;
  }
  if (error instanceof ApiError && error.retryAfterSeconds) {
    return `${error.message} Try again in ${error.retryAfterSeconds} s.`;
  }
  return error instanceof Error ? error.message : String(error);
}

export const button = (label: string, onclick: () => void, kind = ""): HTMLButtonElement =>
  h("button", { type: "button", class: kind, onclick }, label);

/** A button that opens the browser's choice of files. */
export function chooser(label: string, accept: string, chosen: (files: File[]) => void, kind = ""): HTMLElement {
  const input = h("input", { type: "file", accept, multiple: true, class: "off-screen", tabindex: -1, "aria-hidden": "true" });
  input.addEventListener("change", () => {
    chosen([...(input.files ?? [])]);
    input.value = "";
  });
  return h("span", { class: "chooser" }, button(label, () => input.click(), kind), input);
}

/** One of several, as a row of buttons; arrows move between them. */
export function choice<T extends string>(
  label: string,
  options: readonly (readonly [T, string])[],
  chosen: T,
  change: (value: T) => void,
): HTMLElement {
  const name = `choice-${label.toLowerCase().replaceAll(/\W+/g, "-")}`;
  return h(
    "fieldset",
    { class: "choice" },
    h("legend", {}, label),
    h(
      "div",
      { class: "choice-row" },
      ...options.map(([value, text]) => {
        const input = h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => change(value) });
        return h("label", {}, input, h("span", { "data-value": value }, text));
      }),
    ),
  );
}

/** How far a job is: a bar, numbers, the time left, a way to stop it. */
export class JobProgress {
  readonly element: HTMLElement;
  private readonly bar = h("progress", { "aria-label": "Progress" });
  private readonly words = h("p", { class: "job-words" });
  private readonly current = h("p", { class: "faint job-current" });

  constructor(stop: () => void) {
    this.element = h("div", { class: "job" }, this.words, this.bar, this.current, button("Stop", stop, "small"));
  }

  show(job: Job): void {
    const progress = job.progress;
    if (progress?.total && job.state === "running") {
      this.bar.max = progress.total;
      this.bar.value = progress.done;
    } else {
      this.bar.removeAttribute("value");
    }
    fill(this.words, `${job.title}. ${job.state === "waiting" ? "Waiting for its turn." : progress ? describe(progress) : ""}`);
    fill(this.current, progress?.current ?? "");
  }
}

function describe(progress: NonNullable<Job["progress"]>): string {
  const amount = (value: number): string => (progress.unit === "files" ? count(value) : lasting(value));
  const of = progress.total === undefined ? "" : ` of ${amount(progress.total)}`;
  const unit = progress.unit === "files" ? " files" : "";
  const left = progress.secondsLeft === undefined ? "" : `, about ${lasting(progress.secondsLeft)} left`;
  const failed = progress.failed ? `, ${count(progress.failed)} could not be used` : "";
  const rate = progress.perSecond === undefined ? "" : `, ${progress.perSecond.toPrecision(2)} ${progress.unit === "files" ? "files" : "seconds"} a second`;
  return `${amount(progress.done)}${of}${unit}${rate}${left}${failed}.`;
}

/** A sentence for a file the server would refuse; checked here, so that nobody waits for an upload in vain. */
export function tooLarge(file: File, limitBytes: number): string | undefined {
  return file.size > limitBytes
    ? `${file.name} has ${bytes(file.size)}; this server takes ${bytes(limitBytes)}. Cut it, or start the server with a higher limit.`
    : undefined;
}
