/** Which layers follow the pointer right now. */

import { signal } from "@preact/signals";

export const moving = signal<ReadonlySet<string>>(new Set());
