/** Tells screen readers what happened. */

import { signal } from "@preact/signals";

export const announced = signal("");

export function announce(text: string): void {
  // The same words twice are two events: the space makes the region change.
  announced.value = announced.value === text ? `${text} ` : text;
}
