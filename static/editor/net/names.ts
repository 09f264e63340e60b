/** Names for people without accounts: a colour and an animal, so that name and outline agree. */

export const COLOURS = [
  "Rose", "Coral", "Amber", "Golden", "Olive", "Fern", "Teal", "Cyan", "Azure", "Indigo", "Violet", "Plum",
] as const;

const ANIMALS = [
  "Badger", "Crane", "Dolphin", "Egret", "Falcon", "Gecko", "Heron", "Ibis", "Koala", "Lynx", "Marten", "Newt",
  "Otter", "Panda", "Quail", "Robin", "Swan", "Tapir", "Wombat", "Zebra",
] as const;

export interface Self {
  readonly name: string;
  /** Place in COLOURS. */
  readonly colour: number;
}

/** `random` gives 0 to 1, without 1. */
export function newSelf(random: () => number): Self {
  const colour = Math.floor(random() * COLOURS.length);
  const animal = ANIMALS[Math.floor(random() * ANIMALS.length)]!;
  return { name: `${COLOURS[colour]!} ${animal}`, colour };
}

/** The CSS colour of a person: white letters can be read on it, and it is seen on light and on dark. */
export function paintOf(colour: number): string {
  return `oklch(0.53 0.15 ${(colour * 360) / COLOURS.length})`;
}

/** What an earlier page of this tab was called; null for anything else. */
export function readSelf(text: string | null): Self | null {
  try {
    const { name, colour } = JSON.parse(text ?? "null") as Self;
    const fits = typeof name === "string" && name !== "" && COLOURS[colour] !== undefined;
    return fits ? { name, colour } : null;
  } catch {
    return null;
  }
}
