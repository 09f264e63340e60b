/** Which layers are out of the ordinary right now. */

import { signal } from "@preact/signals";

/** Those that follow the pointer. */
export const moving = signal<ReadonlySet<string>>(new Set());
/** The layer that a tool draws itself for the time being, or "". */
export const concealed = signal("");
