/** Where the layer menu was asked for: a right click, a long press or the menu key. */

import { signal } from "@preact/signals";
import type { Point } from "../geometry/affine.ts";

/** CSS px of the window, or null. Whoever draws the menu sets it back to null. */
export const menuAt = signal<Point | null>(null);
