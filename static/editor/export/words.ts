/** Bytes, encodings and progress in words. */

import type { Check, Encoding, Format, Made, Progress } from "./types.ts";

const NAMES: Readonly<Record<Format, string>> = { png: "PNG", jpeg: "JPEG", webp: "WebP", avif: "AVIF" };

export function formatName(format: Format): string {
  return NAMES[format];
}

/** Thousand-based, as shops and messengers count. */
export function bytesText(count: number): string {
  if (count < 1000) return `${count} bytes`;
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)}\u00a0KB`;
  return `${(count / 1_000_000).toFixed(2)}\u00a0MB`;
}

/** A limit, which is a round number. */
export function limitText(count: number): string {
  return count < 1_000_000 ? `${Math.round(count / 1000)}\u00a0KB` : `${count / 1_000_000}\u00a0MB`;
}

/** "96.4 KB of 100 KB". */
export function weight(made: Made): string {
  const limit = made.encoding?.limit ?? 0;
  return limit ? `${bytesText(made.bytes)} of ${limitText(limit)}` : bytesText(made.bytes);
}

/** "WebP, quality 87, best of 8 tries". */
export function encodingText(encoding: Encoding): string {
  const parts = [formatName(encoding.format)];
  if (encoding.colours) parts.push(`${encoding.colours} colours`);
  else if (encoding.lossless) parts.push("lossless");
  else if (encoding.quality) parts.push(`quality ${encoding.quality}`);
  if (encoding.limit && encoding.tries > 1) parts.push(`best of ${encoding.tries} tries`);
  return parts.join(", ");
}

export function progressText(progress: Progress): string {
  if (progress.stage === "drawing") return "Drawing";
  if (progress.stage === "waiting") return "Waiting for its turn";
  const { place, seconds } = progress;
  const about = seconds === null ? "" : `, about ${Math.max(1, Math.round(seconds))} s`;
  return place ? `Cutting out: ${ordinal(place)} in line${about}` : `Cutting out${about}`;
}

function ordinal(place: number): string {
  const tens = place % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${ending}`;
}

export const VERDICTS = { pass: "Met", warn: "Advice", fail: "Broken" } as const;

/** "7 rules met", "2 of 7 rules need a look". */
export function checksText(checks: readonly Check[]): string {
  if (!checks.length) return "";
  const open = checks.filter((one) => one.verdict !== "pass").length;
  if (!open) return checks.length === 1 ? "1 rule met" : `All ${checks.length} rules met`;
  return `${open} of ${checks.length} rules need a look`;
}

/** What a screen reader hears when a file is there. */
export function spoken(made: Made): string {
  const parts = [`${made.width} by ${made.height} pixels`, weight(made)];
  if (made.encoding) parts.unshift(encodingText(made.encoding));
  const checks = checksText(made.checks);
  return `Ready: ${[...parts, ...(checks ? [checks] : [])].join(", ")}`;
}
