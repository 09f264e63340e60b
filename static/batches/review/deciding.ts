/** What a person decides about items: accepted, dropped, retried, edited, and taken back. */

import { batch as together, signal } from "@preact/signals";
import { complain, say } from "../../base/toast.ts";
import { announce } from "../../editor/ui/announce.ts";
import { accept as askAccept, drop as askDrop, openDocument, order as askOrder, reopen, retry as askRetry, type Batch, type Item, type ItemState } from "../shared/api.ts";
import { counted } from "../shared/words.ts";
import { beside, following, mayAccept, mayDrop, mayEdit, mayReopen, mayRetry } from "./listing.ts";
import { apply } from "./live.ts";
import { holding, loadOrder, took } from "./loading.ts";
import { keepView, open } from "./places.ts";
import { active, batch, batchId, known, lastDone, opened, order, place, selection, view } from "./state.ts";
import { busy } from "./working.ts";

type Decision = "accept" | "drop";

interface Step {
  readonly ids: readonly string[];
  readonly name: string;
  /** The items as they stood. */
  readonly before: readonly Item[];
  /** It was decided in the open item. */
  readonly looking: boolean;
}

const steps: Step[] = [];
/** Decisions on their way to the studio. */
const sending = new Set<Promise<unknown>>();
/** How many decisions can be taken back. */
export const undoable = signal(0);
const MOST_STEPS = 200;
const DID: Readonly<Record<Decision, string>> = { accept: "Accepted", drop: "Dropped" };
const MAY = { accept: mayAccept, drop: mayDrop };

function named(ids: readonly string[]): string {
  const [first] = ids;
  const one = ids.length === 1 && first !== undefined ? known.value.get(first)?.name : undefined;
  return one ?? counted(ids.length, "photo");
}

/** Those for which it makes sense; what isn't known yet is left to the server. */
function fitting(ids: readonly string[], may: (item: Item) => boolean): readonly string[] {
  return ids.filter((id) => {
    const item = known.value.get(id);
    return item === undefined || may(item);
  });
}

export async function decide(what: Decision, ids: readonly string[]): Promise<void> {
  const work = decided(what, ids);
  sending.add(work);
  try {
    await work;
  } finally {
    sending.delete(work);
  }
}

async function decided(what: Decision, ids: readonly string[]): Promise<void> {
  const some = fitting(ids, MAY[what]);
  if (some.length === 0) return nothing(what === "accept" ? "There is nothing to accept here." : "There is nothing to drop here.");
  const looking = opened.value !== null && some.includes(opened.value);
  const wasReview = looking && known.value.get(opened.value ?? "")?.state === "review";
  const name = named(some);
  const here = opened.value;
  const at = (order.value ?? []).indexOf(looking && here !== null ? here : (active.value ?? ""));
  const before = some.flatMap((id) => known.value.get(id) ?? []);
  const next = looking ? nextHere(here ?? "", wasReview) : null;
  mark(some, what === "accept" ? "passed" : "dropped", what === "accept");
  if (next !== null) open(next);
  else if (!looking) stay(at);
  try {
    const ask = what === "accept" ? askAccept : askDrop;
    took(await sent(what === "accept" ? "Accepting" : "Dropping", some, ask(batchId(), some)));
  } catch (error) {
    void loadOrder().catch(complain);
    return complain(error);
  }
  done({ ids: some, name, before, looking }, `${DID[what]} ${name}`);
  if (looking && next === null && opened.value === here) await goOn(here ?? "", wasReview);
}

function sent(what: string, ids: readonly string[], asked: Promise<Batch>): Promise<Batch> {
  return busy(what, holding(ids, asked));
}

function nothing(text: string): void {
  if (opened.value === null) say(text);
  else lastDone.value = text;
  announce(text);
}

function done(step: Step, text: string): void {
  steps.push(step);
  if (steps.length > MOST_STEPS) steps.shift();
  undoable.value = steps.length;
  selection.clear();
  lastDone.value = text;
  if (step.looking) announce(text);
  else say(`${text}.`, "", false, { label: "Undo", run: () => void undo() });
}

/** Shows the new state before the server has said so. */
function mark(ids: readonly string[], state: ItemState, accepted: boolean): void {
  together(() => {
    for (const id of ids) {
      const item = known.value.get(id);
      if (item) apply({ ...item, state, accepted: accepted || (state === "dropped" && item.accepted) });
    }
  });
}

/** The list has closed the gap: the keyboard stays at the same place. */
function stay(at: number): void {
  const ids = order.value ?? [];
  if (active.value !== null && ids.includes(active.value)) return;
  active.value = ids[Math.min(Math.max(0, at), ids.length - 1)] ?? null;
}

/** The next item as far as the page knows it by itself; null: the server has to be asked. */
function nextHere(id: string, review: boolean): string | null {
  const ids = order.value ?? [];
  if (!review || view.value.state === "review") return beside(ids, id, 1, place.value);
  for (const one of ids.slice(ids.indexOf(id) + 1)) {
    const item = known.value.get(one);
    if (!item) return null;
    if (item.state === "review") return one;
  }
  return null;
}

async function goOn(id: string, review: boolean): Promise<void> {
  const { q, sort, state } = view.value;
  const wanted = review ? await askOrder(batchId(), { state: "review", q, sort }).catch(() => []) : [];
  const next = following(state === "" ? (order.value ?? []) : [], id, wanted);
  if (opened.value !== id) return;
  if (next !== null) open(next);
  else nothing(review ? "Nothing is left to review" : "This was the last one");
}

/** What is still being sent counts: the last key pressed is what is taken back. */
export async function undo(): Promise<void> {
  await Promise.allSettled(sending);
  const step = steps.pop();
  undoable.value = steps.length;
  if (!step) return nothing("There is nothing to undo");
  await reopened(step.ids, step.name, step.before);
  const [first] = step.ids;
  if (step.looking && first !== undefined && opened.value !== null) open(first);
}

/** Dropped items stand again, accepted ones as their checks say. */
export async function bringBack(ids: readonly string[], name = named(ids)): Promise<void> {
  const some = fitting(ids, mayReopen);
  if (some.length === 0) return nothing("There is nothing to bring back here.");
  await reopened(some, name);
}

/** `before`: how they stood, as far as that is known; what the studio says of them follows. */
async function reopened(some: readonly string[], name: string, before: readonly Item[] = []): Promise<void> {
  try {
    took(await sent("Taking back", some, reopen(batchId(), some)));
    together(() => before.forEach(apply));
    await loadOrder();
  } catch (error) {
    return complain(error);
  }
  selection.clear();
  nothing(`${name} ${some.length === 1 ? "is" : "are"} as before`);
}

export async function retry(ids: readonly string[]): Promise<void> {
  const some = fitting(ids, mayRetry);
  if (some.length === 0) return nothing("There is nothing to make once more here.");
  const name = named(some);
  mark(some, "waiting", false);
  try {
    took(await sent("Retrying", some, askRetry(batchId(), some)));
  } catch (error) {
    void loadOrder().catch(complain);
    return complain(error);
  }
  selection.clear();
  const stands = batch.value?.state !== "running" && batch.value?.state !== "done";
  nothing(stands ? `${name} waits until the batch goes on` : `${name} ${some.length === 1 ? "is" : "are"} made once more`);
}

/** Leaves for the editor; the way back leads to the same item. */
export async function edit(id: string): Promise<void> {
  const item = known.value.get(id);
  if (item && !mayEdit(item)) return nothing("This item can't be opened in the editor.");
  try {
    const { url } = await busy("Opening the editor", openDocument(batchId(), id));
    keepView();
    location.assign(url);
  } catch (error) {
    complain(error);
  }
}
