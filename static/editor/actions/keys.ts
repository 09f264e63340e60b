/** Shortcuts as text ("Mod+Shift+z"): which key event is meant, and how they are shown. */

/** What a key event says, as far as shortcuts go. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

interface Shortcut {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

const CODES: Readonly<Record<string, string>> = { "[": "BracketLeft", "]": "BracketRight" };

export function parsed(keys: string): Shortcut {
  // The last part may itself be a plus: "Mod++".
  const parts = keys.endsWith("++") ? [...keys.slice(0, -2).split("+"), "+"] : keys.split("+");
  const names = parts.length > 1 ? parts.slice(0, -1) : [];
  const [mod, shift, alt] = ["Mod", "Shift", "Alt"].map((name) => names.includes(name));
  return { mod: mod ?? false, shift: shift ?? false, alt: alt ?? false, key: parts.at(-1) || "+" };
}

const isLetter = (key: string): boolean => /^[a-z]$/i.test(key);

/** True when the event means these keys, whatever alphabet the keyboard has. */
export function means(event: Pressed, keys: string, mac: boolean): boolean {
  const { mod, shift, alt, key } = parsed(keys);
  const [held, other] = mac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (held !== mod || other || event.altKey !== alt) return false;
  // "?" or "+" need Shift on some keyboards and none on others: the sign itself says enough.
  const signed = key.length === 1 && !isLetter(key) && !/[0-9[\]]/.test(key);
  if (!signed && event.shiftKey !== shift) return false;
  return hits(event, key, shift);
}

function hits(event: Pressed, key: string, shift: boolean): boolean {
  if (event.key.toLowerCase() === key.toLowerCase()) return true;
  if (/^[0-9]$/.test(key)) return event.code === `Digit${key}` && /^\D$/.test(event.key) && shift;
  // Where the key writes Cyrillic or Greek, or Shift and Alt write a sign, its place counts.
  const foreign = event.key.length === 1 && (!/^[\x20-\x7e]$/.test(event.key) || shift || event.altKey);
  if (!foreign) return false;
  return isLetter(key) ? event.code === `Key${key.toUpperCase()}` : event.code === (CODES[key] ?? "");
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Delete: "Del", Escape: "Esc", " ": "Space", "-": "−",
};
const MAC: Readonly<Record<string, string>> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Delete: "⌫", Escape: "esc", Enter: "↩" };

/** "Ctrl+Shift+Z", or "⌥⇧⌘Z" on a Mac. */
export function spelled(keys: string, mac: boolean): string {
  const { mod, shift, alt, key } = parsed(keys);
  const last = key.length === 1 ? (SIGNS[key] ?? key.toUpperCase()) : ((mac ? MAC[key] : undefined) ?? SIGNS[key] ?? key);
  if (mac) return `${alt ? MAC["Alt"] : ""}${shift ? MAC["Shift"] : ""}${mod ? MAC["Mod"] : ""}${last}`;
  return [mod && "Ctrl", alt && "Alt", shift && "Shift", last].filter(Boolean).join("+");
}

/** The same for aria-keyshortcuts. */
export function ariaKeys(keys: string, mac: boolean): string {
  const { mod, shift, alt, key } = parsed(keys);
  return [mod && (mac ? "Meta" : "Control"), alt && "Alt", shift && "Shift", key === "+" ? "Plus" : key]
    .filter(Boolean).join("+");
}
