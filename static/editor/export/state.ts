/** The export window's state: lives as long as the window, but for the last choice. */

import { computed, effect, signal, untracked } from "@preact/signals";
import { has } from "../actions/look.ts";
import { doc, documentId, flushed } from "../document/store.ts";
import { everyLayer } from "../document/tree.ts";
import { ask, getJson } from "../net/api.ts";
import { asked, recalled, remembered, startOf, type Choice } from "./choice.ts";
import { Maker, type Answer, type Wish } from "./maker.ts";
import type { Made, Preset, Progress } from "./types.ts";

const MEMORY = "studio-export";
const sleep = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

export const presets = signal<readonly Preset[]>([]);
export const choice = signal<Choice | null>(null);
export const preset = computed(() => presets.value.find((one) => one.name === choice.value?.preset) ?? null);
export const sheet = computed(() => doc.value.canvas);
export const seeThrough = computed(() => sheet.value.background === "transparent");

const outlined = computed(() => [...everyLayer(doc.value.layers)].some((layer) => !layer.hidden && has(layer, "outline")));

async function request(wish: Wish, wait: number, stop: AbortSignal): Promise<Answer> {
  const answer = await ask(`/api/documents/${documentId()}/export/preview?wait=${wait}`, {
    method: "POST", body: JSON.stringify(wish), headers: { "Content-Type": "application/json" }, signal: stop,
  });
  if (answer.status === 202) return { progress: ((await answer.json()) as { progress: Progress }).progress };
  return { made: (await answer.json()) as Made };
}

export interface Note {
  readonly text: string;
  readonly bad: boolean;
}

/** What came of copying or downloading. The page's own messages lie under a modal window. */
export const note = signal<Note | null>(null);

export const maker = new Maker({ flushed, ask: request, sleep });

/** Presets are the same for everybody, so they are asked for once. */
export async function load(): Promise<void> {
  if (!presets.value.length) presets.value = await getJson<readonly Preset[]>("/api/presets");
  const first = presets.value[0];
  if (!first) return;
  const last = recalled(localStorage.getItem(MEMORY), presets.value, sheet.value, outlined.value);
  choice.value = last ?? startOf(first, sheet.value, outlined.value);
}

export function choosePreset(name: string): void {
  const chosen = presets.value.find((one) => one.name === name);
  if (chosen) choice.value = startOf(chosen, sheet.value, outlined.value);
}

export function change(fields: Partial<Choice>): void {
  if (choice.value) choice.value = { ...choice.value, ...fields };
}

/** Makes the file anew with every change of the choice or the document. Answers what ends it. */
export function follow(): () => void {
  let first = true;
  const end = effect(() => {
    const [chosen, kind] = [choice.value, preset.value];
    void doc.value;
    if (!chosen || !kind) return;
    const wish = asked(chosen, kind, sheet.value);
    localStorage.setItem(MEMORY, remembered(chosen));
    const patient = !first;
    first = false;
    untracked(() => {
      note.value = null;
      maker.want(wish, patient);
    });
  });
  return () => {
    end();
    maker.stop();
    maker.made.value = null;
    choice.value = null;
  };
}

export function again(): void {
  const [chosen, kind] = [choice.value, preset.value];
  if (chosen && kind) maker.want(asked(chosen, kind, sheet.value), false);
}
