import "../style/model.css";
import { modelOf, type Measure, type Network } from "../api.ts";
import { lineChart, type Line } from "../chart.ts";
import { fill, h, svg } from "../dom.ts";
import { bytes, count, lasting } from "../format.ts";
import { button, notice, sentence } from "../parts.ts";
import type { View } from "../view.ts";

const NETS = { ave: "AVE-Net", avol: "AVOL-Net", l3: "L3-Net" } as const;
const ROLES = { localize: "Says where a sound comes from", search: "Makes the vectors that are searched" } as const;
const SIZES: Record<string, string> = {
  imageSide: "picture, pixels a side",
  mapSide: "map, cells a side",
  frames: "pictures of a moment",
  flowFields: "fields of optical flow",
  dimensions: "numbers in a vector",
  parameters: "parameters",
};

/** Which networks answer here, where they come from, how good they are beside simple baselines, how they learned. */
export function modelView(): View {
  const place = h("div", {});
  const element = h("div", { class: "view model" }, h("h1", {}, "Model"), place);

  async function refresh(): Promise<void> {
    try {
      const model = await modelOf();
      const limits = model.limits;
      fill(
        place,
        ...model.networks.map(network),
        h(
          "section",
          { "aria-labelledby": "limits-title" },
          h("h2", { id: "limits-title" }, "Limits of this server"),
          h(
            "p",
            {},
            `A request may have ${bytes(limits.uploadBytes)}, a picture ${count(Math.round(limits.pixels / 1e6))} million pixels, a video or sound ${lasting(limits.durationSeconds)}; decoding may take ${lasting(limits.decodeSeconds)}. Videos longer than ${lasting(limits.answerAtOnceSeconds)} are answered by a job that shows its progress. Earsight ${model.version}. For programs: `,
            h("a", { href: "/openapi.yaml" }, "openapi.yaml"),
            ".",
          ),
        ),
      );
    } catch (error) {
      fill(place, notice(sentence(error) ?? "", "error", button("Try again", () => void refresh(), "small")));
    }
  }
  return { element, shown: () => void refresh() };
}

function network(net: Network): HTMLElement {
  const title = `net-${net.role}`;
  return h(
    "section",
    { class: "network", "aria-labelledby": title },
    h("h2", { id: title }, NETS[net.model], net.run ? h("span", { class: "run" }, net.run) : null),
    h("p", { class: "lead" }, `${ROLES[net.role]}.`),
    diagnosis(net),
    numbers(net),
    curves(net),
    provenance(net),
  );
}

function diagnosis(net: Network): HTMLElement {
  return h(
    "div",
    { class: "part" },
    h("h3", {}, "In plain words"),
    net.diagnosis && net.diagnosis.length > 0
      ? h("ul", { class: "sentences" }, ...net.diagnosis.map((text) => h("li", {}, text)))
      : h("p", { class: "faint" }, "Nobody has asked this network what it leans on yet: earsight diagnose --run RUN --data DATA"),
    net.visibleFrom === undefined
      ? null
      : h("p", { class: "faint" }, `It says that something in sight makes the sound from ${Math.round(100 * net.visibleFrom)} % on${net.visibleFromChosen ? ", as earsight diagnose chose" : "; nobody has chosen that yet (earsight diagnose does)"}.`),
  );
}

function numbers(net: Network): HTMLElement {
  return h(
    "div",
    { class: "part" },
    h("h3", {}, "Numbers and their baselines"),
    net.measures && net.measures.length > 0
      ? h("div", { class: "measures" }, ...net.measures.map(measure))
      : h("p", { class: "faint" }, "This run has not been measured yet: earsight evaluate --run RUN --data DATA"),
  );
}

/** A value with its interval on a line from 0 to 1 (or the greatest), and what one would reach without the network. */
function measure(one: Measure): HTMLElement {
  const baselines = one.baselines ?? [];
  const all = [one.value, one.low ?? one.value, one.high ?? one.value, ...baselines.map((baseline) => baseline.value)];
  const low = Math.min(0, ...all);
  const high = Math.max(1, ...all);
  const x = (value: number): number => 4 + ((value - low) / (high - low)) * 392;
  const show = (value: number): string => (one.percent ? `${(100 * value).toFixed(1)} %` : value.toFixed(3));
  const interval = one.low === undefined || one.high === undefined ? "" : `95 % interval ${show(one.low)} to ${show(one.high)}`;
  return h(
    "div",
    { class: "measure" },
    h("p", { class: "measure-name" }, one.name),
    h("p", { class: "measure-value number" }, show(one.value)),
    svg(
      "svg",
      { class: "dots", viewBox: "0 0 400 24", "aria-hidden": "true", preserveAspectRatio: "none" },
      svg("line", { class: "axis", x1: 4, x2: 396, y1: 12, y2: 12 }),
      one.low !== undefined && one.high !== undefined ? svg("line", { class: "interval", x1: x(one.low), x2: x(one.high), y1: 12, y2: 12 }) : null,
      ...baselines.map((baseline) => svg("line", { class: "baseline", x1: x(baseline.value), x2: x(baseline.value), y1: 4, y2: 20 })),
      svg("line", { class: "value", x1: x(one.value), x2: x(one.value), y1: 2, y2: 22 }),
    ),
    h(
      "p",
      { class: "faint" },
      [interval, one.n === undefined ? "" : `n = ${count(one.n)}`, ...baselines.map((baseline) => `${baseline.name} ${show(baseline.value)}`)].filter(Boolean).join("; "),
    ),
  );
}

function curves(net: Network): HTMLElement {
  const curve = net.curve;
  const column = (name: string): [number, number][] => {
    const step = curve?.columns.indexOf("step") ?? -1;
    const at = curve?.columns.indexOf(name) ?? -1;
    return step < 0 || at < 0 ? [] : (curve?.rows ?? []).flatMap((row): [number, number][] => (row[at] === null || row[at] === undefined ? [] : [[row[step] ?? 0, row[at]]]));
  };
  const line = (name: string, kind: Line["kind"]): Line => ({ name: kind, points: column(name), kind });
  const drawn = (...lines: Line[]): Line[] => lines.filter((each) => each.points.length > 1);
  const accuracy = drawn(line("accuracy", "training"), line("validation-accuracy", "validation"));
  // Two charts: what is minimized may be another loss than the logistic one of validation.
  const validation = drawn(line("validation-loss", "validation"));
  const training = drawn(line("loss", "training"));
  const figure = (title: string, chart: SVGSVGElement): HTMLElement => h("figure", {}, h("figcaption", {}, title), chart);
  return h(
    "div",
    { class: "part" },
    h("h3", {}, "How it learned"),
    accuracy.length + validation.length + training.length > 0
      ? h(
          "div",
          { class: "curves" },
          accuracy.length > 0 ? figure("Accuracy: does this sound belong to this picture?", lineChart("Accuracy", accuracy, "steps", (value) => `${Math.round(100 * value)} %`, { name: "chance", value: 0.5 })) : null,
          validation.length > 0 ? figure("Logistic loss in validation, nats", lineChart("Validation loss", validation, "steps", (value) => value.toFixed(2), { name: "chance", value: Math.LN2 })) : null,
          training.length > 0 ? figure("Loss that is minimized", lineChart("Training loss", training, "steps", (value) => value.toFixed(2))) : null,
        )
      : h("p", { class: "faint" }, "The run's folder has no learning curves (metrics.csv)."),
    accuracy.length > 0 ? h("p", { class: "curve-legend faint" }, h("span", { class: "key training" }), "training ", h("span", { class: "key validation" }), "validation") : null,
  );
}

function provenance(net: Network): HTMLElement {
  const short = (value: string): HTMLElement | string =>
    value.length <= 90 ? value : h("details", {}, h("summary", {}, `${value.slice(0, 60).trimEnd()}…`), h("pre", {}, value));
  const rows = [
    ...Object.entries(net.sizes).map(([name, value]): [string, string] => [SIZES[name] ?? name, count(value)]),
    ...Object.entries(net.provenance).filter(([, value]) => value !== ""),
  ];
  return h(
    "div",
    { class: "part" },
    h("h3", {}, "Where it comes from"),
    h("dl", { class: "provenance" }, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, short(value))])),
  );
}
