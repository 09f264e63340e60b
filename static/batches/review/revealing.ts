/** A card that is to be brought into view, and whether the keyboard goes to it. */

import { signal } from "@preact/signals";
import { active } from "./state.ts";

export interface Wish {
  readonly id: string;
  readonly focus: boolean;
}

/** The grid takes it. */
export const wished = signal<Wish | null>(null);

export function reveal(id: string, focus = true): void {
  active.value = id;
  wished.value = { id, focus };
}
