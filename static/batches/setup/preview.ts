/** Keeps the preview in step with the recipe: each photo by itself, the newest wish wins. */

import { computed, effect, signal } from "@preact/signals";
import { StudioError } from "../../editor/net/errors.ts";
import { pause } from "../../editor/net/queue.ts";
import { announce } from "../../editor/ui/announce.ts";
import { preview, type Preview, type RecipeValues } from "../shared/api.ts";
import { items } from "./bring.ts";
import { written } from "./schema.ts";
import { facts, recipe, refuse, target } from "./state.ts";

export const MOST = 3;
const SETTLE_MS = 250;
/** What may be otherwise a moment later. */
const PASSING = new Set(["busy", "deadline_exceeded", "inference_unavailable"]);

export interface Tile {
  /** What it was made of. */
  readonly wish: string;
  readonly told: Preview | null;
  /** Why there is none; the recipe's own refusals stand at its fields. */
  readonly error: { readonly text: string; readonly remedy: string } | null;
  readonly working: boolean;
  /** It was asked before and had to wait. */
  readonly slow: boolean;
}

/** By the photo's id. */
export const tiles = signal<ReadonlyMap<string, Tile>>(new Map());
const picked = signal<readonly string[]>([]);

/** The photos in the preview: those that were picked, then the first ones. */
export const shown = computed(() => {
  const there = items.value.flatMap((one) => one.original ?? []);
  const held = new Set(there);
  const wanted = [...picked.value.filter((id) => held.has(id)), ...there];
  return [...new Set(wanted)].slice(0, MOST);
});

/** Puts a photo into the preview; the one that is there longest makes room. */
export function pick(original: string): void {
  if (shown.peek().includes(original)) return;
  const others = shown.peek().filter((id) => id !== original);
  picked.value = [original, ...others].slice(0, MOST);
}

/** Px that a picture of the preview has room for. */
function room(): number {
  const frame = document.querySelector(".frame")?.clientWidth ?? 400;
  return Math.min(1200, Math.max(320, Math.ceil((frame * devicePixelRatio) / 160) * 160));
}

const running = new Map<string, AbortController>();
let told = 0;

export function follow(): void {
  let timer = 0;
  let last = "";
  effect(() => {
    const photos = shown.value;
    const { pattern: _, ...drawn } = written(recipe.value, facts.value.schema) as RecipeValues & { pattern?: string };
    const number = target.value;
    const wish = JSON.stringify([drawn, number]);
    clearTimeout(timer);
    // A photo that comes is shown at once; a recipe that is being set has to rest.
    timer = window.setTimeout(() => show(photos, drawn, number, wish), wish === last ? 0 : SETTLE_MS);
    last = wish;
  });
}

function show(photos: readonly string[], drawn: RecipeValues, number: number, wish: string): void {
  for (const [id, stop] of running) {
    if (photos.includes(id) && tiles.peek().get(id)?.wish === wish) continue;
    stop.abort();
    running.delete(id);
  }
  if ((drawn.targets ?? []).length === 0) return;
  for (const id of photos) if (tiles.peek().get(id)?.wish !== wish) void draw(id, drawn, number, wish);
}

function change(id: string, to: Partial<Tile>): void {
  const before = tiles.peek().get(id) ?? { wish: "", told: null, error: null, working: false, slow: false };
  tiles.value = new Map(tiles.peek()).set(id, { ...before, ...to });
}

async function draw(id: string, drawn: RecipeValues, number: number, wish: string): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  change(id, { wish, working: true, slow: false });
  try {
    const wait = (): void => change(id, { slow: true });
    const found = await patiently(() => asked(id, drawn, number, stop.signal), wait, stop.signal);
    if (stop.signal.aborted) return;
    change(id, { told: found, error: found.error, working: false, slow: false });
    settled();
  } catch (error) {
    if (stop.signal.aborted) return;
    const known = error instanceof StudioError;
    change(id, { working: false, wish: "", error: known && error.status !== 400 ? { text: error.message, remedy: error.remedy } : null });
    if (known && error.status === 400) refuse(error);
    else if (!known) throw error;
  } finally {
    if (running.get(id) === stop) running.delete(id);
  }
}

async function asked(id: string, drawn: RecipeValues, number: number, signal: AbortSignal): Promise<Preview> {
  const [found] = await preview({ recipe: drawn, originals: [id], target: number, side: room() }, signal);
  if (!found) throw new StudioError("unreadable", 500, "The preview is missing.", "Try again.");
  if (found.error && PASSING.has(found.error.code)) throw new StudioError(found.error.code, 503, found.error.text, found.error.remedy);
  if (found.url) await loaded(found.url);
  return found;
}

/** The picture is here and decoded, so that it takes the old one's place without a gap. */
async function loaded(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => {
    throw new StudioError("undrawn", 503, "The preview couldn't be drawn.", "It is tried again.");
  });
}

async function patiently<T>(work: () => Promise<T>, wait: () => void, signal: AbortSignal): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const seconds = signal.aborted ? null : pause(error, tried);
      if (seconds === null) throw error;
      wait();
      await new Promise((done) => setTimeout(done, seconds * 1000));
      signal.throwIfAborted();
    }
  }
}

function settled(): void {
  if (running.size > 1) return;
  told += 1;
  if (told > 1) announce("The preview is up to date");
}
