/** The layer whose name is being typed in the layers panel, or "". */

import { signal } from "@preact/signals";

export const renaming = signal("");
