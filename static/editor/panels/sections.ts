/** Every section of the side panel, top to bottom. */

import type { Section } from "./section.ts";

export const sections: readonly Section[] = [];
