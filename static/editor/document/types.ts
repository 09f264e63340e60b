/** The editor document, all fields present, and the changes that the server takes. */

import type { Layer } from "./schema.ts";

export type {
  Canvas,
  Doc,
  Effect,
  EffectKind,
  Fractions,
  Guide,
  Json,
  Layer,
  LayerBlend,
  LayerKind,
  Lettering,
  Recipe,
  Shape,
  Stroke,
} from "./schema.ts";

/** Where a layer lies: in which group ("" is the canvas), above which layer ("" is none). */
export interface Place {
  readonly parent: string;
  readonly below: string;
}

/** A field gets a value; null is the default. `layer` "" is the document itself. A dot leads into
 * an object: `recipe.blur`, `text.size`, `canvas.width`; or to one thing of a list: `strokes.+` adds it
 * at the end, `strokes.-` takes the last equal one out. */
export interface SetChange {
  readonly op: "set";
  readonly layer: string;
  readonly field: string;
  readonly value: unknown;
}

export interface AddChange extends Partial<Place> {
  readonly op: "add";
  readonly layer: Partial<Layer>;
}

export interface RemoveChange {
  readonly op: "remove";
  readonly layer: string;
}

export interface MoveChange extends Partial<Place> {
  readonly op: "move";
  readonly layer: string;
}

/** One change, as `PATCH /api/documents/<id>` takes it. */
export type Change = SetChange | AddChange | RemoveChange | MoveChange;

export type Patch = readonly Change[];
