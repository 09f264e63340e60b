/** The document's schema. Written by `manage.py docs` from editor/plan: change it there. */

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
/** Options of a transform URL by their dotted names. */
export type Recipe = Readonly<Record<string, Json>>;
/** [left, top, width, height] in fractions of the source. */
export type Fractions = readonly [number, number, number, number];

/** Bounds of a whole document; places and sides in canvas px. */
export const LIMITS = { schema: 1, layers: 200, depth: 8, changes: 1000, farPx: 100000, thinPx: 0.01 } as const;

export const EFFECTS = {
  outline: ["outline"],
  shadow: ["shadow"],
  glow: ["shadow"],
  adjust: ["blur", "brightness", "contrast", "gamma", "saturation", "sharpen"],
} as const;

export const CHOICES = {
  Guide: { axis: ["x", "y"] },
  Stroke: { mode: ["erase", "restore"] },
  Lettering: {
    align: ["left", "center", "right", "justify", "start"],
    valign: ["top", "middle", "bottom"],
    direction: ["auto", "ltr", "rtl"],
    sizing: ["auto", "height", "fixed"],
  },
  Shape: { form: ["rectangle", "ellipse"] },
  Effect: { kind: ["outline", "shadow", "glow", "adjust"] },
  Layer: {
    blend: [
      "normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge",
      "color-burn", "hard-light", "soft-light", "difference", "exclusion", "plus-lighter",
    ],
    kind: ["image", "text", "shape", "group"],
  },
} as const;

export const BLENDS = CHOICES.Layer.blend;

export type GuideAxis = (typeof CHOICES.Guide.axis)[number];
export type StrokeMode = (typeof CHOICES.Stroke.mode)[number];
export type LetteringAlign = (typeof CHOICES.Lettering.align)[number];
export type LetteringValign = (typeof CHOICES.Lettering.valign)[number];
export type LetteringDirection = (typeof CHOICES.Lettering.direction)[number];
export type LetteringSizing = (typeof CHOICES.Lettering.sizing)[number];
export type ShapeForm = (typeof CHOICES.Shape.form)[number];
export type EffectKind = (typeof CHOICES.Effect.kind)[number];
export type LayerBlend = (typeof CHOICES.Layer.blend)[number];
export type LayerKind = (typeof CHOICES.Layer.kind)[number];

export interface Canvas {
  /** Width. */
  readonly width: number;
  /** Height. */
  readonly height: number;
  /** A CSS colour or gradient. */
  readonly background: string;
}

export interface Guide {
  /** x: a vertical line. */
  readonly axis: GuideAxis;
  /** Its place. */
  readonly at: number;
}

export interface Stroke {
  /** What it does. */
  readonly mode: StrokeMode;
  /** The brush's diameter, as a part of the source's longer side. */
  readonly size: number;
  /** The part of the radius that covers fully. */
  readonly hardness: number;
  /** 1 covers fully, 0 not at all. */
  readonly opacity: number;
  /** Its line. */
  readonly points: readonly (readonly number[])[];
}

export interface Lettering {
  /** What is written. */
  readonly text: string;
  /** A bundled font, or an uploaded one. */
  readonly font: string;
  /** Height of the type. */
  readonly size: number;
  /** The nearest weight of the font. */
  readonly weight: number;
  /** Slanted, if the font can. */
  readonly italic: boolean;
  /** A CSS colour or gradient. */
  readonly color: string;
  /** Alignment of lines; `start` follows the direction of each paragraph. */
  readonly align: LetteringAlign;
  /** Place in the box's height. */
  readonly valign: LetteringValign;
  /** From line to line, in sizes. */
  readonly lineHeight: number;
  /** Added between letters, in sizes. */
  readonly spacing: number;
  /** Outline around each letter. */
  readonly stroke: number;
  /** Colour of that outline. */
  readonly strokeColor: string;
  /** Of paragraphs; auto: by the first letter of each. */
  readonly direction: LetteringDirection;
  /** auto: lines break only where written, and the box follows the text; height: lines break at the box's width, and its height follows; fixed: the box stays. */
  readonly sizing: LetteringSizing;
}

export interface Shape {
  /** Its outline. */
  readonly form: ShapeForm;
  /** A CSS colour or gradient. */
  readonly fill: string;
}

export interface Effect {
  /** Which effect. */
  readonly kind: EffectKind;
  /** Transform options. */
  readonly recipe: Recipe;
}

export interface Layer {
  /** 1 covers, 0 hides. */
  readonly opacity: number;
  /** Blend mode as in CSS. */
  readonly blend: LayerBlend;
  /** Shape that the picture is cut to. */
  readonly clip: string;
  /** Centre, from the canvas's left edge. */
  readonly x: number;
  /** Centre, from the canvas's top edge. */
  readonly y: number;
  /** Drawn width. */
  readonly width: number;
  /** Drawn height. */
  readonly height: number;
  /** Clockwise turn around the centre. */
  readonly rotation: number;
  /** Mirrored left-right. */
  readonly flipX: boolean;
  /** Mirrored top-bottom. */
  readonly flipY: boolean;
  /** Unique in the document. */
  readonly id: string;
  /** What it shows. */
  readonly kind: LayerKind;
  /** Its name in the layers panel. */
  readonly name: string;
  /** Id of an image's original. */
  readonly source: string;
  /** Options of a transform URL. */
  readonly recipe: Recipe;
  /** The part of the source in use. */
  readonly crop: Fractions;
  /** Strokes of the erase and restore brush, in order. */
  readonly strokes: readonly Stroke[];
  /** The faces that a face crop keeps. */
  readonly faces: readonly Fractions[];
  /** What a text layer says. */
  readonly text: Lettering | null;
  /** What a shape layer shows. */
  readonly shape: Shape | null;
  /** Applied in this order. */
  readonly effects: readonly Effect[];
  /** Not drawn. */
  readonly hidden: boolean;
  /** Can't be changed by hand. */
  readonly locked: boolean;
  /** A group's layers. */
  readonly layers: readonly Layer[];
}

export interface Doc {
  /** The sheet. */
  readonly canvas: Canvas;
  /** Guides. */
  readonly guides: readonly Guide[];
  /** Bottom to top. */
  readonly layers: readonly Layer[];
}

export const CANVAS: Canvas = { width: 0, height: 0, background: "transparent" };

export const GUIDE: Guide = { axis: "x", at: 0 };

export const STROKE: Stroke = { mode: "erase", size: 0.02, hardness: 0.8, opacity: 1, points: [] };

export const LETTERING: Lettering = {
  text: "",
  font: "inter",
  size: 48,
  weight: 400,
  italic: false,
  color: "#000000",
  align: "start",
  valign: "top",
  lineHeight: 1.2,
  spacing: 0,
  stroke: 0,
  strokeColor: "#000000",
  direction: "auto",
  sizing: "auto",
};

export const SHAPE: Shape = { form: "rectangle", fill: "#000000" };

export const EFFECT: Effect = { kind: "outline", recipe: {} };

export const LAYER: Layer = {
  opacity: 1,
  blend: "normal",
  clip: "none",
  x: 0,
  y: 0,
  width: 0,
  height: 0,
  rotation: 0,
  flipX: false,
  flipY: false,
  id: "",
  kind: "image",
  name: "",
  source: "",
  recipe: {},
  crop: [0, 0, 1, 1],
  strokes: [],
  faces: [],
  text: null,
  shape: null,
  effects: [],
  hidden: false,
  locked: false,
  layers: [],
};

export const DOC: Doc = { canvas: { width: 0, height: 0, background: "transparent" }, guides: [], layers: [] };

export const DEFAULTS = { Canvas: CANVAS, Guide: GUIDE, Stroke: STROKE, Lettering: LETTERING, Shape: SHAPE, Effect: EFFECT, Layer: LAYER, Doc: DOC } as const;

export const BOUNDS = {
  Canvas: {
    width: { minimum: 1, maximum: 20000, unit: "px" },
    height: { minimum: 1, maximum: 20000, unit: "px" },
    background: { maxLength: 2000 },
  },
  Guide: { at: { minimum: -2000000, maximum: 2000000, unit: "px" } },
  Stroke: {
    size: { minimum: 0, maximum: 1 },
    hardness: { minimum: 0, maximum: 1 },
    opacity: { minimum: 0, maximum: 1 },
    points: { maxItems: 5000 },
  },
  Lettering: {
    text: { maxLength: 1000 },
    size: { minimum: 1, maximum: 4096, unit: "px" },
    weight: { minimum: 100, maximum: 900 },
    color: { maxLength: 2000 },
    lineHeight: { minimum: 0.5, maximum: 4 },
    spacing: { minimum: -0.2, maximum: 2 },
    stroke: { minimum: 0, maximum: 256, unit: "px" },
    strokeColor: { maxLength: 100 },
  },
  Shape: { fill: { maxLength: 2000 } },
  Effect: { recipe: { maxProperties: 100 } },
  Layer: {
    opacity: { minimum: 0, maximum: 1 },
    x: { minimum: -2000000, maximum: 2000000, unit: "px" },
    y: { minimum: -2000000, maximum: 2000000, unit: "px" },
    width: { minimum: 0.0001, maximum: 2000000, unit: "px" },
    height: { minimum: 0.0001, maximum: 2000000, unit: "px" },
    rotation: { unit: "degrees" },
    id: { pattern: "^[A-Za-z0-9_-]{1,64}$" },
    name: { maxLength: 200 },
    source: { maxLength: 128 },
    recipe: { maxProperties: 100 },
    crop: { maxItems: 4 },
    strokes: { maxItems: 2000 },
    faces: { maxItems: 100 },
    effects: { maxItems: 20 },
    layers: { maxItems: 200 },
  },
  Doc: { guides: { maxItems: 200 }, layers: { maxItems: 200 } },
} as const;

export const HOLDS = {
  Layer: { strokes: "Stroke", text: "Lettering", shape: "Shape", effects: "Effect", layers: "Layer" },
  Doc: { canvas: "Canvas", guides: "Guide", layers: "Layer" },
} as const;
