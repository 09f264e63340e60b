/** The studio's fonts and one's own as the browser has them: so that a caret stands where the server draws. */

import { signal } from "@preact/signals";
import { ask, getJson, sendFile, sendJson } from "../../net/api.ts";

export interface Font {
  readonly name: string;
  readonly title: string;
  readonly style: string;
  readonly scripts: readonly string[];
  readonly weights: readonly number[];
  readonly italics: readonly number[];
}

/** Empty until `loadFonts` was answered. */
export const fonts = signal<readonly Font[]>([]);
const declared = new Set<string>();
let asked: Promise<void> | null = null;

/** Asks once; a failure is asked again by the next caller. */
export function loadFonts(): Promise<void> {
  asked ??= getJson<Font[]>("/api/fonts").then(
    (list) => void (fonts.value = list),
    () => void (asked = null),
  );
  return asked;
}

/** The style of those that somebody brought; the server draws each as it is, whatever the weight. */
const OWN = "own";

/** Brings a font of one's own and gives it; the one that is there when it was brought before. */
export async function bringFont(file: File): Promise<Font> {
  const { body } = await sendFile<Font>("/api/fonts", file, () => undefined, new AbortController().signal);
  if (!fontNamed(body.name)) fonts.value = [body, ...fonts.value];
  return body;
}

/** Those that somebody brought. */
export function ownFonts(): readonly Font[] {
  return fonts.value.filter((font) => font.style === OWN);
}

/** Gives a font of one's own another name to show; texts know it by its id. */
export async function renameFont(font: Font, title: string): Promise<void> {
  const renamed = await sendJson<Font>("PATCH", `/api/fonts/${font.name}`, { name: title });
  fonts.value = fonts.value.map((one) => (one.name === font.name ? renamed : one));
}

/** Deletes a font of one's own; the server refuses while a document uses it. */
export async function deleteFont(font: Font): Promise<void> {
  await ask(`/api/fonts/${font.name}`, { method: "DELETE" });
  fonts.value = fonts.value.filter((one) => one.name !== font.name);
}

export function fontNamed(name: string): Font | undefined {
  return fonts.value.find((font) => font.name === name);
}

/** The weight that the server takes: the nearest; of two equally near ones the bolder from 500 on. */
export function nearest(weights: readonly number[], wish: number): number {
  const towards = wish < 500 ? -1 : 1;
  const far = (weight: number): number => Math.abs(weight - wish) - (towards * weight) / 10_000;
  return weights.reduce((best, one) => (far(one) < far(best) ? one : best), weights[0] ?? 400);
}

/** A CSS font family for it; its files are fetched when letters need them. */
export function familyOf(name: string): string {
  const font = fontNamed(name);
  if (font && !declared.has(name)) {
    declared.add(name);
    if (font.style === OWN) declareOwn(name);
    else for (const weight of font.weights) declare(font, weight, false);
    if (font.style !== OWN) for (const weight of font.italics) declare(font, weight, true);
  }
  return font ? `"studio ${name}", sans-serif` : "sans-serif";
}

function declare({ name }: Font, weight: number, italic: boolean): void {
  const source = `url("/static/fonts/${name}-${weight}${italic ? "i" : ""}.ttf")`;
  const face = new FontFace(`studio ${name}`, source, {
    weight: String(weight), style: italic ? "italic" : "normal", display: "swap",
  });
  document.fonts.add(face);
}

function declareOwn(name: string): void {
  // All weights: none is made bolder by the browser.
  const face = new FontFace(`studio ${name}`, `url("/api/fonts/${name}/file")`, { weight: "1 1000", display: "swap" });
  document.fonts.add(face);
}
