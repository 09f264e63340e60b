/** The picture of every layer on the stage. The one that is shown stays until the next is ready. */

import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { doc } from "../document/store.ts";
import { find } from "../document/tree.ts";
import type { Layer } from "../document/types.ts";
import type { Box } from "../geometry/affine.ts";
import type { Shown } from "../geometry/brush.ts";
import { StudioError } from "../net/errors.ts";
import { comparing, stageSize, zoom } from "../state/view.ts";
import { density } from "./density.ts";
import { fetchPicture, type Picture, type Progress } from "./fetching.ts";
import { pictureScale } from "./scale.ts";
import { originalLook, pictured, same, wishOf, type Wish } from "./wishes.ts";

export interface PictureState {
  readonly state: "none" | "loading" | "shown" | "failed";
  readonly progress: Progress | null;
  readonly error: StudioError | null;
  readonly engines: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly url: string;
  readonly content: Box | null;
  /** For image layers: which part of the upright original lies in the content. */
  readonly source: Shown | null;
  /** The wish that is shown, without its size. */
  readonly look: string;
  /** The decoded picture itself; it has one place in the page. */
  readonly image: HTMLImageElement | null;
}

const NONE: PictureState = {
  state: "none", progress: null, error: null, engines: {}, warnings: [], url: "", content: null, source: null, look: "", image: null,
};
/** So long a layer that changes in size alone is stretched before it is made anew. */
const REST_MS = 160;
/** Pictures of deleted layers that are kept, should the deletion be undone. */
const KEPT = 24;

class Slot {
  readonly shown = signal<PictureState>(NONE);
  #wish: Wish | null = null;
  #done: Wish | null = null;
  #running: { readonly wish: Wish; readonly stop: AbortController; polling: boolean } | null = null;
  #timer = 0;

  get isSettled(): boolean {
    return this.#wish === null || same(this.#wish, this.#done) || this.shown.value.state === "failed";
  }

  want(wish: Wish): void {
    if (same(wish, this.#wish)) return;
    this.#wish = wish;
    clearTimeout(this.#timer);
    if (same(wish, this.#done)) return this.#rest();
    // What is nearly there is shown even if it is old: text that is typed keeps moving.
    if (this.#running && !this.#running.polling) return;
    this.#running?.stop.abort();
    this.#running = null;
    const stretched = this.#done !== null && this.#done.look === wish.look;
    if (stretched) this.#timer = window.setTimeout(() => void this.#run(), REST_MS);
    else void this.#run();
  }

  /** Nobody looks at it any more. */
  release(): void {
    clearTimeout(this.#timer);
    this.#running?.stop.abort();
    this.#running = null;
    this.#wish = this.#done;
    this.#rest();
  }

  retry(): void {
    if (this.shown.value.state === "failed") void this.#run();
  }

  get lostItsConnection(): boolean {
    return this.shown.value.error?.status === 0;
  }

  #rest(): void {
    if (this.#done) this.shown.value = { ...this.shown.value, state: "shown", progress: null, error: null };
  }

  async #run(): Promise<void> {
    const wish = this.#wish;
    if (!wish) return;
    const running = { wish, stop: new AbortController(), polling: false };
    this.#running = running;
    this.shown.value = { ...this.shown.value, state: "loading", error: null };
    try {
      const picture = await fetchPicture(wish, running.stop.signal, (progress) => {
        if (this.#running !== running) return;
        running.polling = true;
        if (!same(this.#wish, wish)) running.stop.abort();
        else this.shown.value = { ...this.shown.value, progress };
      });
      if (this.#running === running) this.#show(wish, picture);
    } catch (error) {
      if (this.#running !== running) return;
      if (!running.stop.signal.aborted) this.#fail(wish, error);
    }
    if (this.#running !== running) return;
    this.#running = null;
    if (!same(this.#wish, wish)) void this.#run();
    refresh();
  }

  #show(wish: Wish, { made, image }: Picture): void {
    this.#done = wish;
    const { engines, warnings, url, content, shown: source } = made;
    const { look } = wish;
    this.shown.value = { state: "shown", progress: null, error: null, engines, warnings, url, content, source, look, image };
  }

  #fail(wish: Wish, error: unknown): void {
    if (!same(this.#wish, wish)) return;
    const known = error instanceof StudioError;
    if (!known) console.error(error);
    const told = known ? error : new StudioError("unexpected", 0, "The layer couldn't be drawn.", "Try again.");
    this.shown.value = { ...this.shown.value, state: "failed", progress: null, error: told };
  }
}

const slots = new Map<string, Slot>();
/** Each layer as it was looked at last. */
const last = new Map<string, Layer>();
const looked = signal(false);
const pending = signal(0);
/** True when every layer shows its picture, or why there is none. */
export const settled: ReadonlySignal<boolean> = computed(() => looked.value && pending.value === 0);
let present: ReadonlySet<string> = new Set();

function slotOf(id: string): Slot {
  let slot = slots.get(id);
  if (!slot) {
    slot = new Slot();
    slots.set(id, slot);
  }
  return slot;
}

/** What is known of a layer's picture; groups that the browser composes have none. */
export function pictureOf(id: string): ReadonlySignal<PictureState> {
  return slotOf(id).shown;
}

export function retry(id: string): void {
  slotOf(id).retry();
}

function refresh(): void {
  pending.value = [...present].filter((id) => !slotOf(id).isSettled).length;
}

function follow(): void {
  const { width, height } = stageSize.value;
  if (!width) return;
  const room = { zoom: zoom.value, density: density.value, reach: Math.max(width, height) };
  const original = comparing.value;
  const seen = new Set<string>();
  for (const layer of pictured(doc.value.layers)) {
    seen.add(layer.id);
    const look: Layer = layer.id === original ? originalLook(layer) : layer;
    slotOf(layer.id).want(wishOf(look, pictureScale(layer, room), last.get(layer.id)));
    last.set(layer.id, look);
  }
  for (const id of present) if (!seen.has(id)) slotOf(id).release();
  present = seen;
  forget();
  batch(() => {
    refresh();
    looked.value = true;
  });
}

/** Lets go of pictures of layers that were deleted long ago. */
function forget(): void {
  const gone = [...slots.keys()].filter((id) => !present.has(id) && !find(doc.peek().layers, id));
  for (const id of gone.slice(0, Math.max(0, gone.length - KEPT))) {
    slots.delete(id);
    last.delete(id);
  }
}

/** Keeps the pictures in step with the document; the answer ends it. */
export function followDocument(): () => void {
  const again = (): void => {
    for (const slot of slots.values()) if (slot.lostItsConnection) slot.retry();
  };
  window.addEventListener("online", again);
  const stop = effect(follow);
  return () => {
    stop();
    window.removeEventListener("online", again);
  };
}
