/** The batches' part of the REST API: its shapes as the server has them, and one function a door. */

import { ask, getJson, sendJson } from "../../editor/net/api.ts";

export type BatchState = "draft" | "running" | "paused" | "done" | "cancelled";
export type ItemState = "waiting" | "running" | "passed" | "review" | "failed" | "dropped";
export type Verdict = "pass" | "warn" | "fail";

/** `total`: all but the dropped; `done`: those that need no more work. */
export interface Counts {
  readonly waiting: number;
  readonly running: number;
  readonly passed: number;
  readonly review: number;
  readonly failed: number;
  readonly dropped: number;
  readonly total: number;
  readonly done: number;
  /** Of the failed, those that only another file can help. */
  readonly unreadable: number;
}

/** What events of the kind `batch` carry. */
export interface Progress {
  readonly id: string;
  readonly state: BatchState;
  readonly counts: Counts;
  /** null: not known. */
  readonly per_minute: number | null;
  readonly seconds_left: number | null;
}

export type Values = Readonly<Record<string, unknown>>;

export interface TargetValues {
  readonly name?: string;
  readonly preset?: string;
  readonly width?: number;
  readonly height?: number;
  readonly format?: string;
  readonly quality?: number;
  readonly "max-bytes"?: number;
}

/** As the server writes it: what is at its default is left out. */
export type RecipeValues = Values & { readonly targets?: readonly TargetValues[] };

export interface Batch extends Progress {
  readonly name: string;
  readonly recipe: RecipeValues;
  readonly hook: string;
  readonly created: string;
  readonly started: string | null;
  readonly finished: string | null;
}

export interface Reason {
  readonly name: string;
  readonly text: string;
  readonly value: string;
  readonly weight: number;
}

export interface Told {
  readonly code: string;
  readonly text: string;
  readonly remedy: string;
}

export interface Check {
  readonly name: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
  readonly number: number | null;
}

export interface Result {
  readonly target: string;
  readonly title: string;
  readonly preset: string;
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly content_type: string;
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  readonly as_of: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  /** The small picture is `/p/<preview>`. */
  readonly preview: string;
  readonly placed: number | null;
  /** Left, top, width, height of the whole photo behind the file, in fractions of it; null where it
   *  was turned. */
  readonly lies?: readonly [number, number, number, number] | null;
}

/** What events of the kind `batch.item` carry. */
export interface ItemNews {
  readonly id: string;
  readonly batch: string;
  readonly position: number;
  readonly name: string;
  readonly state: ItemState;
  readonly accepted: boolean;
  readonly doubt: number;
  readonly reason: string;
  readonly error: Told | null;
  readonly preview: string | null;
}

export interface Item extends ItemNews {
  readonly sku: string;
  readonly reasons: readonly Reason[];
  readonly original: string | null;
  readonly document: string | null;
  /** A person changed the document: the recipe doesn't touch the item any more. */
  readonly edited: boolean;
  /** The document was changed since the files were made; they follow once it rests. */
  readonly behind: boolean;
  readonly results: readonly Result[];
  readonly seconds: number;
  readonly finished: string | null;
}

export interface Items {
  readonly items: readonly Item[];
  readonly count: number;
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  readonly ahead: number;
  readonly result: Values | null;
  readonly error: Told | null;
}

/** What a table of SKUs told. */
export interface Assigned {
  readonly photos: number;
  readonly unknown: number;
  readonly names: readonly string[];
}

export interface Preview {
  readonly original: string;
  readonly url: string | null;
  readonly share: number;
  readonly enlarged: number;
  readonly doubt: number;
  readonly review: boolean;
  readonly reasons: readonly Reason[];
  readonly faces: ReadonlyArray<readonly [number, number, number, number]>;
  readonly error: Told | null;
}

/** What the numbers of a marketplace ask for; what isn't there isn't asked for. */
export interface Rules {
  readonly width?: number;
  readonly height?: number;
  readonly formats?: readonly string[];
  readonly aspects?: readonly string[];
  readonly max_bytes?: number;
  readonly alpha?: boolean;
  readonly fill?: number;
  readonly most_fill?: number;
  readonly white?: boolean;
  readonly least?: number;
  readonly advised?: number;
  readonly most?: number;
  readonly plain?: boolean;
  readonly shadowless?: boolean;
  readonly sharp?: boolean;
  readonly detail?: boolean;
  readonly srgb?: boolean;
  readonly source?: string;
  readonly checked_on?: string;
}

export interface Market {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly purpose: string;
  readonly rules: Rules;
  /** Before the owner corrected them. */
  readonly shipped: Rules;
  readonly changed: boolean;
}

export interface SavedRecipe {
  readonly id: string;
  readonly name: string;
  readonly recipe: RecipeValues;
  readonly changed: string;
}

export interface ItemSearch {
  readonly state?: ItemState | "";
  readonly q?: string;
  readonly sort?: "position" | "doubt" | "name";
  readonly offset?: number;
  readonly limit?: number;
}

export interface BatchChange {
  readonly name?: string;
  readonly recipe?: RecipeValues;
  readonly hook?: string;
}

const ROOT = "/api/batches";
const at = (id: string, part = ""): string => `${ROOT}/${encodeURIComponent(id)}${part}`;

function query(values: object): string {
  const pairs = Object.entries(values).map(([name, value]) => [name, String(value)]);
  return pairs.length > 0 ? `?${new URLSearchParams(pairs).toString()}` : "";
}

export const batches = (search: { q?: string; offset?: number; limit?: number } = {}, signal?: AbortSignal) =>
  getJson<{ readonly items: readonly Batch[]; readonly count: number }>(ROOT + query(search), signal);
export const batch = (id: string, signal?: AbortSignal) => getJson<Batch>(at(id), signal);
export const create = (given: { name: string; recipe: RecipeValues; hook?: string }) =>
  sendJson<Batch & { readonly secret: string }>("POST", ROOT, given);
export const change = (id: string, given: BatchChange) => sendJson<Batch>("PATCH", at(id), given);
export const remove = async (id: string): Promise<void> => void (await ask(at(id), { method: "DELETE" }));

const moved = (id: string, what: string) => sendJson<Batch>("POST", at(id, `/${what}`), {});
export const start = (id: string) => moved(id, "start");
export const pause = (id: string) => moved(id, "pause");
export const cancel = (id: string) => moved(id, "cancel");
export const rerun = (id: string) => moved(id, "rerun");

export const items = (id: string, search: ItemSearch = {}, signal?: AbortSignal) =>
  getJson<Items>(at(id, "/items") + query(search), signal);
export const item = (id: string, one: string, signal?: AbortSignal) =>
  getJson<Item>(at(id, `/items/${one}`), signal);
/** The ids of every item that the search finds, in order. */
export const order = async (id: string, search: Pick<ItemSearch, "state" | "q" | "sort"> = {}): Promise<readonly string[]> =>
  (await getJson<{ readonly ids: readonly string[] }>(at(id, "/order") + query(search))).ids;
/** At most 100 of them; those that are gone are missing. */
export const itemsOf = (id: string, some: readonly string[]) =>
  getJson<Items>(at(id, `/items?limit=100&${some.map((one) => `ids=${one}`).join("&")}`));
/** Target -> check -> what its repair does, of those that would change the recipe. */
export type Repairs = Readonly<Record<string, Readonly<Record<string, string>>>>;
export const repairs = (id: string) => getJson<Repairs>(at(id, "/repairs"));
/** How many items a re-run would make anew. */
export const stale = async (id: string): Promise<number> => (await getJson<{ readonly count: number }>(at(id, "/stale"))).count;
export const changeItem = (id: string, one: string, given: { name?: string; sku?: string }) =>
  sendJson<Item>("PATCH", at(id, `/items/${one}`), given);

const decided = (id: string, what: string, some: readonly string[]) =>
  sendJson<Batch>("POST", at(id, `/${what}`), { items: some });
export const accept = (id: string, some: readonly string[]) => decided(id, "accept", some);
export const drop = (id: string, some: readonly string[]) => decided(id, "drop", some);
/** Takes decisions back. */
export const reopen = (id: string, some: readonly string[]) => decided(id, "reopen", some);
/** Without names: all that failed. */
export const retry = (id: string, some: readonly string[] = []) => decided(id, "retry", some);
export const repair = (id: string, target: string, check: string) =>
  sendJson<Batch>("POST", at(id, "/repair"), { target, check });
export const openDocument = (id: string, one: string) =>
  sendJson<{ readonly document: string; readonly url: string }>("POST", at(id, `/items/${one}/document`), {});
export const backToRecipe = async (id: string, one: string): Promise<Batch> =>
  (await (await ask(at(id, `/items/${one}/document`), { method: "DELETE" })).json()) as Batch;

export const archiveUrl = (id: string, reviewed = true): string => at(id, `/archive?reviewed=${reviewed}`);
export const reportUrl = (id: string): string => at(id, "/report.csv");
export const manifestUrl = (id: string): string => at(id, "/manifest.csv");

export const addHeld = (id: string, originals: readonly string[]) =>
  sendJson<{ readonly items: readonly Item[]; readonly batch: Batch }>("POST", at(id, "/originals"), { originals });
export const addFolder = (id: string, folder: string) => sendJson<Job>("POST", at(id, "/folder"), { folder });
export const folders = () => getJson<readonly string[]>(`${ROOT}/folders`);
/** `place`: which photo of the batch it becomes; 0: the next one. */
export const photosUrl = (id: string, place = 0): string => at(id, "/photos") + (place > 0 ? query({ place }) : "");
export const skusUrl = (id: string): string => at(id, "/skus");
export const job = (id: string) => getJson<Job>(`/api/jobs/${id}`);

export async function preview(
  wish: { recipe: RecipeValues; originals: readonly string[]; target: number; side: number },
  signal: AbortSignal,
): Promise<readonly Preview[]> {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(wish);
  const answer = await ask(`${ROOT}/preview`, { method: "POST", headers, body, signal });
  return (await answer.json()) as readonly Preview[];
}

export const markets = () => getJson<readonly Market[]>("/api/marketplaces");
export const savedRecipes = () => getJson<readonly SavedRecipe[]>("/api/batch-recipes");
export const saveRecipe = (name: string, recipe: RecipeValues) =>
  sendJson<SavedRecipe>("POST", "/api/batch-recipes", { name, recipe });
export const deleteRecipe = async (id: string): Promise<void> =>
  void (await ask(`/api/batch-recipes/${id}`, { method: "DELETE" }));
