/** Nothing that was set is lost: a batch that hasn't started is kept on the server as it is edited, all
 *  else in this browser until it is used. */

import { effect, signal } from "@preact/signals";
import { StudioError } from "../../editor/net/errors.ts";
import { change, create, type Batch, type RecipeValues } from "../shared/api.ts";
import { written } from "./schema.ts";
import { facts, FIRST, held, isChanged, isDraft, recipe, refuse, title, trouble } from "./state.ts";

const SETTLE_MS = 700;
const AGAIN_MS = 4000;

export type Saved = "kept" | "saved" | "saving" | "away" | "refused" | "changed";

interface Kept {
  readonly title: string;
  readonly recipe: RecipeValues;
}

export const saved = signal<Saved>("kept");
let timer = 0;
let running: Promise<boolean> = Promise.resolve(true);

const key = (): string => `studio-batch-${held.peek()?.id ?? "new"}`;

/** Today's name for a batch without one. */
export function plainName(now = new Date()): string {
  return `Batch of ${now.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}`;
}

function keep(): void {
  try {
    localStorage.setItem(key(), JSON.stringify({ title: title.peek(), recipe: recipe.peek() }));
  } catch {
    // Storage may be forbidden or full; then only the server keeps it.
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(key());
  } catch {
    // Nothing was kept either.
  }
}

/** What was edited here and never reached the server; null when there is nothing. */
export function recalled(): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(key()) ?? "null") as Partial<Kept> | null;
    if (!found || typeof found.title !== "string" || typeof found.recipe !== "object") return null;
    return { title: found.title, recipe: found.recipe };
  } catch {
    return null;
  }
}

/** Keeps every edit from now on. */
export function follow(): void {
  let first = true;
  effect(() => {
    void recipe.value;
    void title.value;
    if (first) {
      first = false;
      return;
    }
    keep();
    if (!held.peek()) saved.value = "kept";
    else if (!isDraft.peek()) saved.value = isChanged.peek() ? "changed" : "saved";
    else saveSoon(SETTLE_MS);
  });
}

function saveSoon(ms: number): void {
  saved.value = "saving";
  clearTimeout(timer);
  timer = window.setTimeout(() => void saveNow(), ms);
}

/** True once the server has what is shown. */
export function saveNow(): Promise<boolean> {
  clearTimeout(timer);
  running = running.then(write);
  return running;
}

async function write(): Promise<boolean> {
  const there = held.peek();
  if (!there) return false;
  if (!isChanged.peek()) return settled();
  const name = title.peek().trim() || there.name;
  saved.value = "saving";
  try {
    held.value = await change(there.id, { name, recipe: written(recipe.peek(), facts.peek().schema) });
    trouble.value = null;
    return settled();
  } catch (error) {
    const away = error instanceof StudioError && (error.status === 0 || error.status >= 500 || error.status === 429);
    if (away && isDraft.peek()) saveSoon(AGAIN_MS);
    saved.value = away ? "away" : "refused";
    refuse(error);
    return false;
  }
}

function settled(): boolean {
  if (isChanged.peek() && title.peek().trim()) return true;
  saved.value = "saved";
  forget();
  return true;
}

let making: Promise<Batch> | null = null;

/** The batch on the server, made when the first photo needs it. From then on the address is its own. */
export function ensure(): Promise<Batch> {
  const there = held.peek();
  if (there) return Promise.resolve(there);
  making ??= made().finally(() => { making = null; });
  return making;
}

async function made(): Promise<Batch> {
  const name = title.peek().trim() || plainName();
  const batch = await create({ name, recipe: written(recipe.peek(), facts.peek().schema) }).catch((error: unknown) => {
    if (!(error instanceof StudioError) || error.status !== 400) throw error;
    // What is set can't be kept yet, but photos may come all the same.
    refuse(error);
    return create({ name, recipe: FIRST });
  });
  forget();
  held.value = batch;
  title.value = title.peek().trim() || batch.name;
  history.replaceState(null, "", `/batches/${batch.id}/recipe`);
  if (isChanged.peek()) saveSoon(SETTLE_MS);
  else saved.value = "saved";
  return batch;
}
