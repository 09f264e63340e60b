/** Single keys of the review, on a card and in an open item. */

export type Act = "next" | "previous" | "accept" | "edit" | "retry" | "drop" | "undo" | "compare";

/** The keys of each act, as help lines write them. */
export const HELP: ReadonlyArray<{ readonly keys: string; readonly act: string }> = [
  { keys: "J K", act: "next, previous" },
  { keys: "A", act: "accept" },
  { keys: "E", act: "edit" },
  { keys: "R", act: "retry" },
  { keys: "D", act: "drop" },
  { keys: "Z", act: "undo" },
  { keys: "Space", act: "before and after" },
];

const LETTERS: Readonly<Record<string, Act>> = {
  j: "next", k: "previous", a: "accept", e: "edit", r: "retry", d: "drop", z: "undo",
};
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
  if (pressed.shiftKey) return null;
  if (pressed.key === " ") return holder === "button" ? null : "compare";
  const arrow = holder === "slider" ? undefined : ARROWS[pressed.key];
  return LETTERS[letter] ?? arrow ?? null;
}

/** On a card the arrows walk the grid, and space selects. */
export function cardActOf(pressed: Pressed): Act | null {
  const act = actOf(pressed, "slider");
  return act === "compare" || act === "next" || act === "previous" ? null : act;
}
