/** A part of the side panel that speaks of the selection. */

import type { ComponentType } from "preact";
import type { Layer } from "../document/types.ts";

export interface Section {
  readonly id: string;
  readonly title: string;
  /** True when it has something to say of these layers (one or more are selected). */
  applies(layers: readonly Layer[]): boolean;
  /** Beside the title: a switch or a button. */
  readonly aside?: ComponentType;
  /** False leaves the title alone, as for an effect that is off. True where it is missing. */
  filled?(layers: readonly Layer[]): boolean;
  /** Gets no props: it reads `selected` of the store. */
  readonly component: ComponentType;
}
