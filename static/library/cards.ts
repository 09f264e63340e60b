/** Cards as the server draws them, fetched by key and remembered for a while. */

import { ask } from "../editor/net/api.ts";

export const AT_ONCE = 60;
const REMEMBERED = 600;

export class Cards {
  readonly #place: string;
  /** The one used last comes last. */
  readonly #known = new Map<string, HTMLLIElement>();

  constructor(place: string) {
    this.#place = place;
  }

  get(key: string): HTMLLIElement | undefined {
    const card = this.#known.get(key);
    if (card) this.put(card);
    return card;
  }

  put(card: HTMLLIElement): void {
    const key = card.dataset["key"] ?? "";
    this.#known.delete(key);
    this.#known.set(key, card);
    for (const [old, one] of this.#known) {
      if (this.#known.size <= REMEMBERED) break;
      if (!one.isConnected) this.#known.delete(old);
    }
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  clear(): void {
    this.#known.clear();
  }

  forget(key: string): void {
    this.#known.delete(key);
  }

  /** The cards of these keys; what isn't there any more is missing in the answer. */
  async fetch(keys: readonly string[]): Promise<HTMLLIElement[]> {
    const answer = await ask(`/shelf/${this.#place}/cards?keys=${keys.join(",")}`);
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    return [...template.content.querySelectorAll<HTMLLIElement>("li[data-key]")];
  }
}

/** Tab comes to one card only; the arrows lead to the others. */
export function reachable(card: HTMLElement, on: boolean): void {
  for (const part of card.querySelectorAll<HTMLElement>(".open, .pick input, .more")) part.tabIndex = on ? 0 : -1;
}

/** Stands where a card will be, with the same height. */
export function blank(key: string): HTMLLIElement {
  const item = document.createElement("li");
  item.className = "photo blank";
  item.dataset["key"] = key;
  item.setAttribute("aria-busy", "true");
  const open = document.createElement("span");
  open.className = "open";
  open.tabIndex = -1;
  for (const name of ["thumb", "name", "facts"]) {
    const part = document.createElement("span");
    part.className = name;
    open.append(part);
  }
  item.append(open);
  return item;
}
