import "../style/library.css";
import { follow, forgetModel, indexingResult, job, library, libraryFiles, modelOf, startIndexing, type Job, type Library, type LibraryFile } from "../api.ts";
import { announce, fill, h } from "../dom.ts";
import { count, lasting, plural } from "../format.ts";
import { button, choice, JobProgress, notice, sentence } from "../parts.ts";
import { address, type Source } from "../source.ts";
import type { View } from "../view.ts";

const PAGE = 50;

/** What is indexed, which folders may be, what could not be used and why. */
export function libraryView(): View {
  let state: "all" | "indexed" | "failed" = "all";
  let offset = 0;
  const summary = h("dl", { class: "figures" });
  const folders = h("div", { class: "folders" });
  const trouble = h("div", {});
  const words = h("input", { type: "search", placeholder: "Part of a path", "aria-label": "Part of a path" });
  const table = h("tbody", {});
  const total = h("p", { class: "faint", role: "status" });
  const pages = h("div", { class: "row" });
  let typing: ReturnType<typeof setTimeout> | undefined;
  words.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => turn(0), 200);
  });
  const filesSection = h(
    "section",
    { "aria-labelledby": "files-title" },
    h("h2", { id: "files-title" }, "Files"),
    h(
      "div",
      { class: "filters" },
      choice(
        "Show",
        [["all", "all"], ["indexed", "indexed"], ["failed", "failed"]] as const,
        state,
        (value) => ((state = value), turn(0)),
      ),
      h("label", { class: "folder-field" }, h("span", {}, "Path"), words),
    ),
    total,
    h(
      "div",
      { class: "table-frame", role: "region", tabindex: 0, "aria-labelledby": "files-title" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...["File", "Kind", "Length", "State", ""].map((name) => h("th", { scope: "col" }, name || h("span", { class: "off-screen" }, "Actions"))))),
        table,
      ),
    ),
    pages,
  );
  const element = h(
    "div",
    { class: "view library" },
    h("h1", {}, "Library"),
    trouble,
    summary,
    h("section", { "aria-labelledby": "folders-title" }, h("h2", { id: "folders-title" }, "Folders"), folders),
    filesSection,
  );

  async function refresh(): Promise<void> {
    try {
      const [known, model] = await Promise.all([library(), modelOf()]);
      fill(trouble);
      showSummary(known);
      showFolders(known, model.capabilities.index);
      filesSection.hidden = known.index === undefined;
      if (known.index) {
        await showFiles();
      }
    } catch (error) {
      fill(trouble, notice(sentence(error) ?? "", "error", button("Try again", () => void refresh(), "small")));
    }
  }

  function showSummary(known: Library): void {
    const index = known.index;
    summary.hidden = index === undefined;
    if (!index) {
      fill(
        trouble,
        notice(
          known.folders.length > 0
            ? "Nothing is indexed yet. Index one of the folders below; then every second of it can be found by sight and by sound."
            : "This server has no library. Start it again with an index, and with the folders it may index: earsight serve --run AVE --index INDEX --media FOLDER",
        ),
      );
      return;
    }
    const figure = (name: string, value: string): HTMLElement => h("div", {}, h("dt", {}, name), h("dd", { class: "number" }, value));
    fill(
      summary,
      figure("Files", count(index.files)),
      figure("Videos", count(index.videos)),
      figure("Sounds", count(index.sounds)),
      figure("Images", count(index.images)),
      figure("Length", lasting(index.durationSeconds)),
      figure("Moments", count(index.vectors)),
      index.waiting > 0 ? figure("Waiting", count(index.waiting)) : null,
      figure("Could not be used", count(index.failed)),
      figure("Search", index.backend === "exact" ? "exact" : index.backend === "lucene" ? "Lucene graph" : "OpenSearch"),
    );
  }

  function showFolders(known: Library, mayIndex: boolean): void {
    if (known.folders.length === 0) {
      fill(folders, h("p", { class: "faint" }, "This server may index no folder. Name folders when you start it: earsight serve --media FOLDER"));
      return;
    }
    fill(
      folders,
      ...known.folders.map((folder) => {
        const place = h("div", { class: "folder-work" });
        const buttons = h(
          "div",
          { class: "row" },
          button("Bring up to date", () => void index(folder.number, false, place), "small"),
          known.index?.failed ? button("Try failed files again", () => void index(folder.number, true, place), "small") : null,
        );
        if (folder.job) {
          void job(folder.job).then((running) => watch(running, place));
        }
        return h("div", { class: "folder" }, h("h3", {}, folder.name, folder.files === undefined ? null : h("span", { class: "faint" }, ` ${plural(folder.files, "file")}`)), mayIndex ? buttons : null, place);
      }),
    );
  }

  async function index(folder: number, retryFailed: boolean, place: HTMLElement): Promise<void> {
    try {
      await watch(await startIndexing(folder, retryFailed), place);
    } catch (error) {
      fill(place, notice(sentence(error) ?? "", "error"));
    }
  }

  async function watch(running: Job, place: HTMLElement): Promise<void> {
    const stop = new AbortController();
    const progress = new JobProgress(() => stop.abort());
    fill(place, progress.element);
    announce("Indexing has begun.");
    try {
      const done = await indexingResult(await follow(running, stop.signal, (state) => progress.show(state)));
      const text = `Done: ${plural(done.added, "file")} new or changed, ${count(done.moved)} moved, ${count(done.removed)} gone${done.failed > 0 ? `, ${count(done.failed)} could not be used (see below)` : ""}.`;
      forgetModel();
      await refresh();
      announce(text);
      fill(trouble, notice(text));
    } catch (error) {
      const words = sentence(error);
      fill(place, notice(words ?? "Stopped. What was indexed stays indexed; bring the folder up to date to go on.", words ? "error" : "plain"));
    }
  }

  function turn(to: number): void {
    offset = to;
    showFiles().catch((error: unknown) => fill(trouble, notice(sentence(error) ?? "", "error")));
  }

  async function showFiles(): Promise<void> {
    const wanted = words.value.trim();
    const page = await libraryFiles({ state, offset: String(offset), limit: String(PAGE), ...(wanted ? { query: wanted } : {}) });
    fill(table, ...page.files.map(row));
    const last = Math.min(offset + PAGE, page.total);
    total.textContent = page.total === 0 ? (state === "failed" ? "Every file could be used." : "No file is like this.") : `${count(offset + 1)} to ${count(last)} of ${plural(page.total, "file")}`;
    fill(
      pages,
      offset > 0 ? button("Earlier", () => turn(Math.max(0, offset - PAGE)), "small") : null,
      last < page.total ? button("Later", () => turn(offset + PAGE), "small") : null,
    );
  }

  function row(file: LibraryFile): HTMLElement {
    const source: Source | undefined = file.id && file.kind && file.links ? { kind: file.kind, name: file.path, url: file.links.file, id: file.id } : undefined;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, h("span", { class: "faint" }, `${file.folder}/`), file.path),
      h("td", {}, file.kind ?? ""),
      h("td", { class: "number" }, file.durationSeconds ? lasting(file.durationSeconds) : ""),
      h("td", { class: file.state }, file.state === "failed" ? (file.reason ?? "could not be used") : file.state),
      h(
        "td",
        {},
        source ? h("span", { class: "row" }, source.kind === "sound" ? null : h("a", { href: address("where", source), "aria-label": `Where? ${file.path}` }, "Where?"), h("a", { href: address("search", source), "aria-label": `Search with it: ${file.path}` }, "Search with it")) : null,
      ),
    );
  }

  return { element, shown: () => void refresh() };
}
