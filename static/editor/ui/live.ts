/** Changes that come in a stream, from a held slider or a picker: one undo step, saved once. */

import { batch } from "@preact/signals";
import { commit, gesture, type Gesture } from "../document/store.ts";
import type { Patch } from "../document/types.ts";

let held: { readonly merge: string; readonly gesture: Gesture } | null = null;

/**
 * Shows `patch`. While `moving`, nothing is saved; the next call that isn't `moving` makes it one
 * undo step. `merge` names the control: steps of the same control within a second become one.
 */
export function live(patch: Patch, label: string, merge: string, moving: boolean): void {
  if (held && held.merge !== merge) letGo();
  if (moving) {
    held ??= { merge, gesture: gesture(label) };
    held.gesture.update(patch);
    return;
  }
  batch(() => {
    letGo();
    commit(patch, label, merge);
  });
}

/** Takes back what a held control shows (Esc, or the control went away). */
export function letGo(): void {
  held?.gesture.cancel();
  held = null;
}
