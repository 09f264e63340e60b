/** The open document: what is shown, what is selected, what can be undone, what is saved. */

import { batch, computed, signal, type ReadonlySignal } from "@preact/signals";
import { ask } from "../net/api.ts";
import { apply } from "./changes.ts";
import { wholeDoc } from "./defaults.ts";
import { everyLayer } from "./tree.ts";
import type { Doc, Layer, Patch } from "./types.ts";

export interface SaveState {
  readonly kind: "saved" | "saving" | "offline" | "failed" | "conflict";
  readonly text: string;
}

export interface Gesture {
  /** Shows the document of the gesture's start with this patch. */
  update(patch: Patch): void;
  /** Makes it one undo step and saves it. */
  done(): void;
  cancel(): void;
}

interface Step {
  readonly label: string;
  readonly patch: Patch;
  readonly inverse: Patch;
}

const shown = signal<Doc>(wholeDoc({}));
const past = signal<readonly Step[]>([]);
const future = signal<readonly Step[]>([]);
const saving = signal<SaveState>({ kind: "saved", text: "Saved" });
let merging = { key: "", until: 0 };

export const doc: ReadonlySignal<Doc> = shown;
export const selection = signal<readonly string[]>([]);
export const documentName = signal("");
export const saveState: ReadonlySignal<SaveState> = saving;
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);
export const undoLabel = computed(() => past.value.at(-1)?.label ?? "");
export const redoLabel = computed(() => future.value.at(-1)?.label ?? "");
export const selected = computed<readonly Layer[]>(() => {
  const ids = new Set(selection.value);
  return [...everyLayer(shown.value.layers)].filter((layer) => ids.has(layer.id));
});

let id = "";
let revision = 1;

export function documentId(): string {
  return id;
}

/** Opens what the server answered for `GET /api/documents/<id>`. */
export function open(given: { id: string; name: string; revision: number; body: unknown }): void {
  id = given.id;
  revision = given.revision;
  batch(() => {
    documentName.value = given.name;
    shown.value = wholeDoc(given.body);
    selection.value = [];
    past.value = [];
    future.value = [];
  });
}

/** One undo step, shown at once and saved. Equal `merge` within a second joins the last step. */
export function commit(patch: Patch, label: string, merge = ""): void {
  const [next, inverse] = apply(shown.value, patch);
  const last = past.value.at(-1);
  const joins = merge !== "" && merge === merging.key && Date.now() < merging.until && last;
  merging = { key: merge, until: Date.now() + 1000 };
  const step = joins
    ? { label, patch: [...last.patch, ...patch], inverse: [...inverse, ...last.inverse] }
    : { label, patch, inverse };
  batch(() => {
    shown.value = next;
    past.value = [...(joins ? past.value.slice(0, -1) : past.value), step];
    future.value = [];
    forgetGone();
  });
  void save(patch);
}

export function gesture(label: string): Gesture {
  const start = shown.value;
  let last: Patch = [];
  return {
    update(patch) {
      last = patch;
      shown.value = apply(start, patch)[0];
    },
    done() {
      shown.value = start;
      if (last.length) commit(last, label);
    },
    cancel() {
      shown.value = start;
    },
  };
}

export function undo(): void {
  const step = past.value.at(-1);
  if (!step) return;
  batch(() => {
    shown.value = apply(shown.value, step.inverse)[0];
    past.value = past.value.slice(0, -1);
    future.value = [...future.value, step];
    forgetGone();
  });
  void save(step.inverse);
}

export function redo(): void {
  const step = future.value.at(-1);
  if (!step) return;
  batch(() => {
    shown.value = apply(shown.value, step.patch)[0];
    future.value = future.value.slice(0, -1);
    past.value = [...past.value, step];
    forgetGone();
  });
  void save(step.patch);
}

export async function rename(name: string): Promise<void> {
  documentName.value = name;
  const body = JSON.stringify({ name });
  await ask(`/api/documents/${id}/name`, { method: "PUT", body, headers: { "Content-Type": "application/json" } });
}

/** Resolves once everything up to now is saved; rejects with what hinders it. */
export async function flushed(): Promise<void> {
  await queue;
}

function forgetGone(): void {
  const there = new Set([...everyLayer(shown.value.layers)].map((layer) => layer.id));
  if (selection.value.some((one) => !there.has(one))) {
    selection.value = selection.value.filter((one) => there.has(one));
  }
}

let queue: Promise<void> = Promise.resolve();

async function save(patch: Patch): Promise<void> {
  saving.value = { kind: "saving", text: "Saving…" };
  queue = queue.then(async () => {
    const answer = await ask(`/api/documents/${id}`, {
      method: "PATCH",
      body: JSON.stringify({ revision, patch }),
      headers: { "Content-Type": "application/json" },
    });
    revision = ((await answer.json()) as { revision: number }).revision;
  });
  await queue;
  saving.value = { kind: "saved", text: "Saved" };
}
