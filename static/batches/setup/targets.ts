/** The files of a recipe: marketplaces that are ticked, and sizes of one's own. */

import type { Market, RecipeValues, Rules, TargetValues } from "../shared/api.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Targets = readonly TargetValues[];
/** Presets that are shown as cards; the others stand in a list. */
export const CARDS = "product";

export const targetsOf = (recipe: RecipeValues): Targets => recipe.targets ?? [];

export function isOn(targets: Targets, preset: string): boolean {
  return targets.some((one) => one.preset === preset);
}

/** With the marketplace when it wasn't there, without it when it was. */
export function toggled(targets: Targets, preset: string): Targets {
  const others = targets.filter((one) => one.preset !== preset);
  return others.length < targets.length ? others : [...targets, { preset }];
}

/** A size of one's own, named after its px; a name that is taken gets a number. */
export function withOwn(targets: Targets, size: Size): Targets {
  const names = new Set(targets.map(nameOf));
  const plain = `${size.width}x${size.height}`;
  if (!names.has(plain)) return [...targets, size];
  let number = 2;
  while (names.has(`${plain}-${number}`)) number += 1;
  return [...targets, { ...size, name: `${plain}-${number}` }];
}

export function changed(targets: Targets, index: number, change: Partial<TargetValues>): Targets {
  return targets.map((one, i) => (i === index ? { ...one, ...change } : one));
}

/** What its folder is named. */
export function nameOf(target: TargetValues): string {
  return target.name || target.preset || `${target.width ?? 0}x${target.height ?? 0}`;
}

const rulesOf = (target: TargetValues, markets: readonly Market[]): Rules =>
  markets.find((one) => one.name === target.preset)?.rules ?? {};

export function titleOf(target: TargetValues, markets: readonly Market[]): string {
  const market = markets.find((one) => one.name === target.preset);
  if (market) return market.title;
  return target.name || `${target.width ?? "?"} × ${target.height ?? "?"} px`;
}

/** A square where nothing is known yet. */
export function sizeOf(target: TargetValues, markets: readonly Market[]): Size {
  const rules = rulesOf(target, markets);
  return { width: target.width || rules.width || 1000, height: target.height || rules.height || 1000 };
}

export function formatOf(target: TargetValues, markets: readonly Market[]): string {
  return target.format || rulesOf(target, markets).formats?.[0] || "jpeg";
}

export const formatWord = (format: string): string => (format === "webp" ? "WebP" : format.toUpperCase());

/** The ending of its files' names. */
export function endingOf(target: TargetValues, markets: readonly Market[]): string {
  const format = formatOf(target, markets);
  return format === "jpeg" ? "jpg" : format;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

export function bytesText(bytes: number): string {
  if (bytes < 1_000_000) return `${Number((bytes / 1000).toFixed(1))} KB`;
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`;
}

/** The rules in a few words each. */
export function ruleWords(rules: Rules): readonly string[] {
  const { fill = 0, most_fill: most = 0 } = rules;
  const share = most ? `subject ${percent(fill)} to ${percent(most)}` : `subject ${percent(fill)}`;
  return [
    rules.width && rules.height ? `${rules.width} × ${rules.height} px` : "",
    rules.white ? "pure white" : rules.alpha ? "transparent" : "",
    fill ? share : "",
    rules.plain ? "no text or marks" : "",
    rules.shadowless ? "no shadow" : "",
    rules.max_bytes ? `up to ${bytesText(rules.max_bytes)}` : "",
  ].filter(Boolean);
}

const WHITES = new Set(["#ffffff", "#fff", "white"]);

/** What in the recipe this marketplace won't take, in words; its checks will fail on it. */
export function clashes(recipe: RecipeValues, rules: Rules): readonly string[] {
  const background = String(recipe["background"] ?? "#ffffff").toLowerCase();
  const fill = Number(recipe["fill"] ?? 0.85);
  const product = recipe["kind"] !== "portrait";
  const found: string[] = [];
  if (rules.white && recipe["cut"] === false) found.push("the background isn't cut away");
  else if (rules.white && !WHITES.has(background)) found.push("the background isn't pure white");
  if (rules.plain && recipe["watermark"]) found.push("it takes no watermark");
  if (rules.shadowless && product && recipe["shadow"] === "contact") found.push("it wants no shadow");
  if (product && rules.fill && fill < rules.fill) found.push(`the subject should take ${percent(rules.fill)}`);
  if (product && rules.most_fill && fill > rules.most_fill) {
    found.push(`the subject may take ${percent(rules.most_fill)}`);
  }
  return found;
}
