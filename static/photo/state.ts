/** What the page knows: the recipe with its history, and the preview's state. */

import { computed, signal } from "@preact/signals";
import type { StudioError } from "../editor/net/errors.ts";
import { type Option, type Recipe, type Value, withOption } from "./recipe.ts";
import { push, redo, start, undo } from "./undo.ts";

export interface Shown {
  readonly url: string;
  readonly engine: string;
  readonly warning: string;
  readonly width: number;
  readonly height: number;
}

const history = signal(start<Recipe>(new Map()));
let lastChanged = "";

export const recipe = computed(() => history.value.now);
export const canUndo = computed(() => history.value.past.length > 0);
export const canRedo = computed(() => history.value.future.length > 0);
export const shown = signal<Shown | null>(null);
export const working = signal(false);
export const refusal = signal<StudioError | null>(null);
export const comparing = signal(false);

/** Change one option; `moving` says that a slider is still held. */
export function set(option: Option, value: Value, moving = false): void {
  const same = lastChanged === option.name;
  history.value = push(history.value, withOption(recipe.value, option, value), same && moving);
  lastChanged = moving ? option.name : "";
}

export function setMany(values: Iterable<readonly [string, Value]>): void {
  lastChanged = "";
  history.value = push(history.value, new Map(values));
}

export function goBack(): void {
  lastChanged = "";
  history.value = undo(history.value);
}

export function goForward(): void {
  lastChanged = "";
  history.value = redo(history.value);
}
