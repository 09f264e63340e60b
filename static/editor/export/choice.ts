/** What is chosen in the export window, and what is asked of the server for it. */

import type { Format, Preset } from "./types.ts";

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly background: string;
}

export interface Choice {
  readonly preset: string;
  /** Width of the file in px, where the preset leaves the size open. */
  readonly width: number;
  readonly format: Format;
  readonly quality: number;
  /** A CSS colour instead of the canvas's own background; "" keeps what suits the preset, "document" the canvas's. */
  readonly background: string;
  readonly outline: boolean;
  readonly margin: boolean;
}

export const LONGEST_PX = 20_000;
const MOST_SCALE = 16;
const FORMATS: readonly Format[] = ["png", "jpeg", "webp", "avif"];
const HAS_ALPHA: readonly Format[] = ["png", "webp", "avif"];

/** The options of a preset by name. */
export function optionsOf(preset: Preset): ReadonlyMap<string, string> {
  return new Map(preset.options.split(",").map((pair): [string, string] => {
    const [name = "", value = ""] = pair.split("=");
    return [name, value];
  }));
}

export function isSized(preset: Preset): boolean {
  return preset.rules.sizing !== "";
}

/** Formats that the purpose takes. */
export function formatsOf(preset: Preset): readonly Format[] {
  return isSized(preset) ? preset.rules.formats : FORMATS;
}

export function hasAlpha(format: Format): boolean {
  return HAS_ALPHA.includes(format);
}

/** True where a person chooses the quality: it means something, and no byte budget chooses it. */
export function takesQuality(preset: Preset, format: Format): boolean {
  return format !== "png" && !optionsOf(preset).has("max-bytes");
}

/** The choice that a preset starts with. `outlined`: a layer has an outline of its own. */
export function startOf(preset: Preset, sheet: Sheet, outlined: boolean): Choice {
  const options = optionsOf(preset);
  const format = options.get("format");
  const longest = Math.max(sheet.width, sheet.height);
  const scale = preset.longest ? Math.min(1, preset.longest / longest) : 1;
  return {
    preset: preset.name,
    width: Math.max(1, Math.round(sheet.width * scale)),
    format: FORMATS.find((one) => one === format) ?? "png",
    quality: Number(options.get("quality") ?? 85),
    background: "",
    outline: preset.rules.outline > 0 && !outlined,
    margin: preset.rules.margin > 0 || preset.rules.fill > 0,
  };
}

/** The widest file of this canvas. */
export function mostWidth(sheet: Sheet): number {
  const shape = sheet.width / Math.max(sheet.width, sheet.height);
  return Math.max(1, Math.floor(Math.min(sheet.width * MOST_SCALE, LONGEST_PX * shape)));
}

/** Height that belongs to a width. */
export function heightFor(width: number, sheet: Sheet): number {
  return Math.max(1, Math.round((width / sheet.width) * sheet.height));
}

export function widthFor(height: number, sheet: Sheet): number {
  return Math.max(1, Math.round((height / sheet.height) * sheet.width));
}

/** The body of the request. */
export function asked(choice: Choice, preset: Preset, sheet: Sheet): Readonly<Record<string, unknown>> {
  if (isSized(preset)) return sized(choice, preset);
  const options = optionsOf(preset);
  // A preset that fills what is transparent can't leave the background out.
  const fills = options.has("background") && (choice.background === "transparent" || hasAlpha(choice.format));
  const named = !fills;
  const dpi = options.get("dpi");
  return {
    ...(named ? { preset: preset.name } : { metadata: options.get("metadata") ?? "copyright", ...(dpi ? { dpi: Number(dpi) } : {}) }),
    ...(choice.width === sheet.width ? { scale: 1 } : { width: choice.width }),
    format: choice.format,
    ...(choice.format === "png" ? {} : { quality: choice.quality }),
    ...(choice.background ? { background: choice.background } : {}),
  };
}

function sized(choice: Choice, preset: Preset): Readonly<Record<string, unknown>> {
  const { rules } = preset;
  return {
    preset: preset.name,
    format: choice.format,
    ...(rules.outline ? { outline: choice.outline ? "on" : "off" } : {}),
    ...(rules.margin || rules.fill ? { margin: choice.margin ? "on" : "off" } : {}),
    ...(choice.background ? { background: choice.background } : {}),
  };
}

/** What is remembered for the next time: not the width, which belongs to one document. */
export function remembered(choice: Choice): string {
  const { width: _, ...rest } = choice;
  return JSON.stringify(rest);
}

/** The remembered choice, as far as it still makes sense; null for none. */
export function recalled(text: string | null, presets: readonly Preset[], sheet: Sheet, outlined: boolean): Choice | null {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? "");
  } catch {
    return null;
  }
  if (typeof kept !== "object" || kept === null) return null;
  const given = kept as Record<string, unknown>;
  const preset = presets.find((one) => one.name === given["preset"]);
  if (!preset) return null;
  const start = startOf(preset, sheet, outlined);
  const format = formatsOf(preset).find((one) => one === given["format"]) ?? start.format;
  const quality = typeof given["quality"] === "number" ? Math.min(100, Math.max(1, Math.round(given["quality"]))) : start.quality;
  return {
    ...start,
    format,
    quality,
    margin: typeof given["margin"] === "boolean" ? given["margin"] : start.margin,
    outline: given["outline"] === false ? false : start.outline,
  };
}
