/** The editor document as the server's schema has it (editor/plan/layers.py), all fields present. */

export type LayerKind = "image" | "text" | "shape" | "group";
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type Recipe = Readonly<Record<string, Json>>;
/** [left, top, width, height] in fractions of the source. */
export type Fractions = readonly [number, number, number, number];

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** A paint in CSS notation: a colour or a gradient. */
  readonly background: string;
}

export interface Guide {
  readonly axis: "x" | "y";
  readonly at: number;
}

export interface Stroke {
  readonly mode: "erase" | "restore";
  readonly size: number;
  readonly hardness: number;
  readonly points: readonly (readonly number[])[];
}

export interface Effect {
  readonly kind: "outline" | "shadow" | "glow" | "adjust";
  readonly recipe: Recipe;
}

export interface Shape {
  readonly form: "rectangle" | "ellipse";
  readonly fill: string;
}

export interface Lettering {
  readonly text: string;
  readonly font: string;
  readonly size: number;
  readonly color: string;
  readonly align: "left" | "center" | "right";
}

export interface Layer {
  readonly id: string;
  readonly kind: LayerKind;
  readonly name: string;
  readonly source: string;
  readonly recipe: Recipe;
  readonly crop: Fractions;
  readonly strokes: readonly Stroke[];
  readonly faces: readonly Fractions[];
  readonly text: Lettering | null;
  readonly shape: Shape | null;
  readonly effects: readonly Effect[];
  /** Centre, drawn size (canvas px), clockwise degrees. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  readonly flipX: boolean;
  readonly flipY: boolean;
  readonly opacity: number;
  readonly blend: string;
  /** `none`, `circle` or a corner radius in canvas px, written as text. */
  readonly clip: string;
  readonly hidden: boolean;
  readonly locked: boolean;
  readonly layers: readonly Layer[];
}

export interface Doc {
  readonly canvas: Canvas;
  readonly guides: readonly Guide[];
  readonly layers: readonly Layer[];
}

/** Where a layer lies: in which group ("" is the canvas), above which layer ("" is none). */
export interface Place {
  readonly parent: string;
  readonly below: string;
}

/** One change, as `PATCH /api/documents/<id>` takes it. `value` null is the default. */
export type Change =
  | { readonly op: "set"; readonly layer: string; readonly field: string; readonly value: unknown }
  | { readonly op: "add"; readonly layer: Partial<Layer>; readonly parent?: string; readonly below?: string }
  | { readonly op: "remove"; readonly layer: string }
  | { readonly op: "move"; readonly layer: string; readonly parent?: string; readonly below?: string };

export type Patch = readonly Change[];
