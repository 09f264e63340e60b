/** Single keys of the review, on a card and in an open item. */

export type Act = "next" | "previous" | "accept" | "edit" | "retry" | "drop" | "undo" | "compare" | "in" | "out" | "fit" | "actual";

/** The keys of each act, as help lines write them. */
export const HELP: ReadonlyArray<{ readonly keys: string; readonly act: string }> = [
  { keys: "J K", act: "next, previous" },
  { keys: "A", act: "accept" },
  { keys: "E", act: "edit" },
  { keys: "R", act: "retry" },
  { keys: "D", act: "drop" },
  { keys: "Z", act: "undo" },
  { keys: "Space", act: "before and after" },
  { keys: "+ − 0 1", act: "zoom" },
];

const LETTERS: Readonly<Record<string, Act>> = {
  j: "next", k: "previous", a: "accept", e: "edit", r: "retry", d: "drop", z: "undo",
};
/** The same on every keyboard, with or without shift. */
const ZOOMS: Readonly<Record<string, Act>> = { "+": "in", "=": "in", "-": "out", "_": "out", "0": "fit", "1": "actual" };
const ARROWS: Readonly<Record<string, Act>> = {
  ArrowRight: "next", ArrowDown: "next", ArrowLeft: "previous", ArrowUp: "previous",
};

/** What has the focus: `text` takes every key itself, `slider` the arrows, `button` the space. */
export type Holder = "text" | "slider" | "button" | "page";

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key means in an open item; null: nothing of ours. */
export function actOf(pressed: Pressed, holder: Holder): Act | null {
  if (holder === "text" || pressed.altKey) return null;
  const native = pressed.ctrlKey || pressed.metaKey;
  const letter = pressed.key.length === 1 ? pressed.key.toLowerCase() : "";
  if (native) return letter === "z" && !pressed.shiftKey ? "undo" : null;
  const zoom = ZOOMS[pressed.key];
  if (zoom) return zoom;
  if (pressed.shiftKey) return null;
  if (pressed.key === " ") return holder === "button" ? null : "compare";
  const arrow = holder === "slider" ? undefined : ARROWS[pressed.key];
  return LETTERS[letter] ?? arrow ?? null;
}

/** Only in an open item: on a card the arrows walk the grid, and space selects. */
const OPEN: readonly Act[] = ["compare", "next", "previous", "in", "out", "fit", "actual"];

export function cardActOf(pressed: Pressed): Act | null {
  const act = actOf(pressed, "slider");
  return act === null || OPEN.includes(act) ? null : act;
}
