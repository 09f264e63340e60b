/** What the page knows: the recipe that is being set, the batch on the server, what was refused. */

import { batch, computed, signal } from "@preact/signals";
import { StudioError } from "../../editor/net/errors.ts";
import type { Batch, Market, RecipeValues } from "../shared/api.ts";
import { fieldOf, sameRecipe, type Schema } from "./schema.ts";
import { targetsOf, type Targets } from "./targets.ts";

export interface Facts {
  readonly schema: Schema;
  readonly markets: readonly Market[];
  /** The server's folders may be taken. */
  readonly folders: boolean;
  /** Photos that a batch holds at most. */
  readonly most: number;
}

const NOTHING: Schema = { recipe: [], watermark: [], target: [], most_targets: 0, name_fields: [] };
/** What a new batch begins with. */
export const FIRST: RecipeValues = { targets: [{ preset: "amazon" }] };

export const facts = signal<Facts>({ schema: NOTHING, markets: [], folders: false, most: 0 });
export const recipe = signal<RecipeValues>(FIRST);
export const title = signal("");
/** null until the first photo makes one. */
export const held = signal<Batch | null>(null);
/** The newest refusal, and the field that it names. */
export const trouble = signal<{ readonly field: string; readonly error: StudioError } | null>(null);

export const targets = computed(() => targetsOf(recipe.value));
const chosen = signal(0);
/** Number of the target that the preview shows. */
export const target = computed(() => Math.min(chosen.value, Math.max(0, targets.value.length - 1)));
/** Nothing was made of it yet: what is set is kept at once. */
export const isDraft = computed(() => held.value === null || held.value.state === "draft");
export const isChanged = computed(() => {
  const there = held.value;
  if (!there) return true;
  return title.value.trim() !== there.name || !sameRecipe(recipe.value, there.recipe, facts.value.schema);
});

export function showTarget(index: number): void {
  chosen.value = index;
}

export function set(name: string, value: unknown): void {
  batch(() => {
    recipe.value = { ...recipe.value, [name]: value };
    trouble.value = null;
  });
}

export function setTargets(next: Targets): void {
  set("targets", next);
}

export function load(next: RecipeValues): void {
  batch(() => {
    recipe.value = next;
    trouble.value = null;
  });
}

/** Shows what the server refused at the field that it names; other errors are thrown on. */
export function refuse(error: unknown): void {
  if (!(error instanceof StudioError)) throw error;
  trouble.value = { field: fieldOf(error, facts.peek().schema), error };
}
