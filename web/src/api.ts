/** The server's HTTP interface as `openapi.yaml` describes it: one function for each route the page uses. */

import type { Rectangle, Localization, SearchAnswer, SearchOptions, Problem, Job, Library, LibraryFile, IndexingResult, Model } from "./api-types.ts";

export type * from "./api-types.ts";

/** What the server answered instead of a result, as a sentence for the user. */
export class ApiError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, status: number, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Asks the user for the server's token and resolves when the server has accepted it; set by the page. */
let signIn: (() => Promise<void>) | undefined;
export function onUnauthorized(ask: () => Promise<void>): void {
  signIn = ask;
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) {
      throw error;
    }
    throw new ApiError("The server does not answer. See whether earsight serve still runs, then try again.", 0);
  }
  if (response.status === 401 && signIn && path !== "/v1/session") {
    await signIn();
    return call(path, init);
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
    const wait = Number(response.headers.get("Retry-After"));
    throw new ApiError(
      problem?.detail ?? `The server answered ${response.status} ${response.statusText}`.trim() + ".",
      response.status,
      wait > 0 ? wait : undefined,
    );
  }
  return response;
}

const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;

/** Exchanges the token for a cookie; throws where it is not the server's. */
export async function openSession(token: string): Promise<void> {
  await call("/v1/session", { method: "POST", headers: { Authorization: `Bearer ${token}` } });
}

let model: Promise<Model> | undefined;

/** After the library has changed: what the server can do may have, too. */
export function forgetModel(): void {
  model = undefined;
}

/** What runs on the server; asked once, and again after a failure. */
export function modelOf(): Promise<Model> {
  model ??= call("/v1/model")
    .then((response) => json<Model>(response))
    .catch((error: unknown) => {
      model = undefined;
      throw error;
    });
  return model;
}

/** A picture and a sound, or a video with its own or another sound. Long ones report their progress. */
export async function localize(
  form: FormData,
  signal: AbortSignal,
  progress: (job: Job) => void,
): Promise<Localization> {
  const response = await call("/v1/localize", { method: "POST", body: form, signal });
  if (response.status !== 202) {
    return json(response);
  }
  const job = await follow(await json<Job>(response), signal, progress);
  return json(await call(job.links.result ?? `${job.links.self}/result`, { signal }));
}

/** The video with the map drawn into it by the server: for files the browser cannot play. */
export async function rendered(form: FormData, signal: AbortSignal, progress: (job: Job) => void): Promise<Blob> {
  const response = await call("/v1/localize", { method: "POST", body: form, signal, headers: { Accept: "video/mp4" } });
  if (response.status !== 202) {
    return response.blob();
  }
  const job = await follow(await json<Job>(response), signal, progress);
  return (await call(job.links.result ?? `${job.links.self}/result`, { signal })).blob();
}

export async function searchByFile(file: Blob, name: string, options: SearchOptions, signal: AbortSignal) {
  const form = new FormData();
  form.set("file", file, name);
  const { box, ...rest } = options;
  for (const [key, value] of Object.entries(rest)) {
    form.set(key, String(value));
  }
  if (box) {
    form.set("box", corners(box).join(","));
  }
  return json<SearchAnswer>(await call("/v1/search", { method: "POST", body: form, signal }));
}

export async function searchById(id: string, options: SearchOptions, signal: AbortSignal) {
  const { box, ...rest } = options;
  const query = { id, ...rest, ...(box ? { box: corners(box) } : {}) };
  return json<SearchAnswer>(await call("/v1/search", { ...posting(query), signal }));
}

const corners = (box: Rectangle): number[] =>
  [box.x0, box.y0, box.x1, box.y1].map((value) => Number(Math.min(1, Math.max(0, value)).toFixed(4)));

const posting = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export const library = async (): Promise<Library> => json(await call("/v1/library"));

export async function libraryFiles(query: Record<string, string>): Promise<{ total: number; files: LibraryFile[] }> {
  return json(await call(`/v1/library/files?${new URLSearchParams(query)}`));
}

export async function startIndexing(folder: number, retryFailed: boolean): Promise<Job> {
  return json(await call("/v1/library/index", posting({ folder, retryFailed })));
}

export const job = async (id: string): Promise<Job> => json(await call(`/v1/jobs/${id}`));

export const indexingResult = async (finished: Job): Promise<IndexingResult> =>
  json(await call(finished.links.result ?? `${finished.links.self}/result`));

export async function cancel(id: string): Promise<void> {
  await call(`/v1/jobs/${id}`, { method: "DELETE" });
}

/** Resolves with the job when it is done; rejects when it failed or was canceled. An aborted signal cancels it. */
export function follow(started: Job, signal: AbortSignal, progress: (job: Job) => void): Promise<Job> {
  return new Promise((resolve, reject) => {
    const events = new EventSource(started.links.events);
    let ended = false;
    const end = (result: Job | Error): void => {
      ended = true;
      events.close();
      if (result instanceof Error) {
        reject(result);
      } else if (result.state === "done") {
        resolve(result);
      } else {
        reject(new ApiError(result.problem?.detail ?? `${result.title}: stopped.`, result.problem?.status ?? 0));
      }
    };
    const read = (event: MessageEvent<string>): Job => JSON.parse(event.data) as Job;
    progress(started);
    events.addEventListener("progress", (event) => progress(read(event)));
    events.addEventListener("end", (event) => end(read(event)));
    events.addEventListener("error", () => {
      // A stream that broke connects anew by itself; one that was refused has to be asked about.
      if (!ended && events.readyState === EventSource.CLOSED) {
        job(started.id).then(end, end);
      }
    });
    signal.addEventListener("abort", () => {
      if (!ended) {
        cancel(started.id).catch(() => undefined);
        end(new DOMException("Canceled", "AbortError"));
      }
    });
  });
}

/** An address of the server with other parameters, such as the start of an excerpt. */
export function withParameters(link: string, parameters: Record<string, number>): string {
  const url = new URL(link, location.href);
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.set(name, String(Number(value.toFixed(3))));
  }
  return url.pathname + url.search;
}

export const fetchBytes = async (path: string): Promise<ArrayBuffer> => (await call(path)).arrayBuffer();

/** A file of the library, unless it is larger than that. */
export async function fetchUpTo(path: string, mostBytes: number): Promise<Blob | undefined> {
  const stop = new AbortController();
  const response = await call(path, { signal: stop.signal });
  if (Number(response.headers.get("Content-Length") ?? Infinity) > mostBytes) {
    stop.abort();
    return undefined;
  }
  return response.blob();
}
