/** What is asked of the batch as a whole. */

import { complain, say } from "../../base/toast.ts";
import * as api from "../shared/api.ts";
import { counted } from "../shared/words.ts";
import { loadStale, reload, renewOrder, took } from "./loading.ts";
import { batch, batchId, repairs } from "./state.ts";
import { busy } from "./working.ts";

async function moved(what: string, work: Promise<api.Batch>): Promise<boolean> {
  try {
    took(await busy(what, work));
  } catch (error) {
    complain(error);
    return false;
  }
  renewOrder();
  return true;
}

export const start = () => moved("Starting", api.start(batchId()));
export const pause = () => moved("Pausing", api.pause(batchId()));

export async function cancel(): Promise<void> {
  const ended = await moved("Cancelling", api.cancel(batchId()));
  const left = (batch.value?.counts.waiting ?? 0) > 0;
  const back = left ? { label: "Go on", run: () => void start() } : undefined;
  if (ended) say("The batch is cancelled.", "What is done stays.", false, back);
}

export async function retryFailed(): Promise<void> {
  const { failed = 0, unreadable = 0 } = batch.value?.counts ?? {};
  if (!(await moved("Retrying", api.retry(batchId())))) return;
  const more = failed - unreadable;
  const others = unreadable > 0 ? `${counted(unreadable, "photo")} can't be read: bring ${unreadable === 1 ? "it" : "them"} again.` : "";
  say(`${counted(more, "photo")} ${more === 1 ? "is" : "are"} made once more.`, others);
}

export async function rerun(): Promise<void> {
  const count = await loadStale().then(() => true, complain);
  if (count && (await moved("Starting again", api.rerun(batchId())))) await loadStale().catch(complain);
}

export async function rename(name: string): Promise<void> {
  await moved("Renaming", api.change(batchId(), { name }));
  document.title = `${name} · Studio`;
}

/** Ends in the list of batches; the photos stay in the library. */
export async function remove(): Promise<void> {
  try {
    await busy("Deleting", api.remove(batchId()));
    location.assign("/batches");
  } catch (error) {
    complain(error);
  }
}

/** Changes the recipe for every photo, and makes anew what that touches; can be taken back. */
export async function repair(target: string, check: string): Promise<void> {
  const before = batch.value?.recipe;
  const does = repairs.value[target]?.[check] ?? "The recipe is changed.";
  if (!(await moved("Mending", api.repair(batchId(), target, check))) || !before) return;
  if (JSON.stringify(batch.value?.recipe) === JSON.stringify(before)) {
    return say("The recipe says so already.", "Edit this photo in the editor, or use another one.");
  }
  const { waiting = 0, running = 0 } = batch.value?.counts ?? {};
  const text = `${does} The recipe says so for every photo now.`;
  const undo = { label: "Undo", run: () => void backTo(before) };
  say(text, `${counted(waiting + running, "photo")} ${waiting + running === 1 ? "is" : "are"} made anew.`, false, undo);
  void loadStale().catch(complain);
}

async function backTo(recipe: api.RecipeValues): Promise<void> {
  if (await moved("Taking back", api.change(batchId(), { recipe }))) await moved("Taking back", api.rerun(batchId()));
}

/** The recipe counts again for an item that was edited by hand. */
export async function release(item: string): Promise<void> {
  if (!(await moved("Taking the recipe", api.backToRecipe(batchId(), item)))) return;
  say("The recipe counts for this photo again.", "What was edited stays in the library as a document.");
  void reload();
}
