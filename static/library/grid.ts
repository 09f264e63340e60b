/** A grid of thousands of cards of which only the rows near the window are on the page. */

import { AT_ONCE, blank, Cards, reachable } from "./cards.ts";
import { Pace } from "./pace.ts";
import { HEADER, intoView, partOf, topOf, type Part, type Shape } from "./rows.ts";
import { Together } from "./together.ts";
import { fetchHeld, hold, likenessOf, watchPictures } from "./thumbs.ts";

const IN_FLIGHT = 2;

export interface Watcher {
  /** A card has come onto the page. */
  shown(card: HTMLLIElement): void;
  failed(error: unknown): void;
}

export class Grid {
  readonly element: HTMLElement;
  readonly cards: Cards;
  readonly #watcher: Watcher;
  #order: string[] = [];
  #places = new Map<string, number>();
  #shape: Shape | null = null;
  #part: Part | null = null;
  #width = 0;
  #frame = 0;
  readonly #pace = new Pace(
    () => this.#scrolled(),
    () => this.#calm(),
  );
  #fetching = 0;
  readonly #asked = new Set<string>();
  #active: string | null = null;
  readonly #arriving = new Together((keys) => this.#arrive(keys));

  constructor(element: HTMLElement, place: string, watcher: Watcher) {
    this.element = element;
    this.cards = new Cards(place);
    this.#watcher = watcher;
    for (const card of element.querySelectorAll<HTMLLIElement>("li[data-key]")) {
      this.#order.push(card.dataset["key"] ?? "");
      this.cards.put(card);
      likenessOf(card);
    }
    this.#number();
    watchPictures(element);
    addEventListener("resize", () => this.#soon());
    new ResizeObserver(([entry]) => this.#resized(entry?.contentRect.width ?? 0)).observe(element);
    for (const card of this.children()) this.#dress(card);
  }

  get order(): readonly string[] {
    return this.#order;
  }

  get shape(): Shape | null {
    return this.#shape;
  }

  /** The card that the keyboard stands on. */
  get active(): string | null {
    return this.#active !== null && this.#places.has(this.#active) ? this.#active : (this.#order[0] ?? null);
  }

  set active(key: string | null) {
    this.#active = key;
    for (const card of this.children()) reachable(card, card.dataset["key"] === this.active);
  }

  children(): HTMLLIElement[] {
    return [...this.element.children] as HTMLLIElement[];
  }

  indexOf(key: string): number {
    return this.#places.get(key) ?? -1;
  }

  cardOf(key: string): HTMLLIElement | null {
    return this.children().find((card) => card.dataset["key"] === key) ?? null;
  }

  setOrder(keys: readonly string[]): void {
    this.#order = [...keys];
    this.#number();
    this.#part = null;
    this.draw();
  }

  remove(keys: Iterable<string>): void {
    const gone = new Set(keys);
    const focused = this.element.contains(document.activeElement);
    const at = this.active === null ? 0 : Math.max(0, this.indexOf(this.active));
    for (const key of gone) {
      const card = this.cards.get(key);
      // What is still on its way to a card that goes isn't waited for.
      if (card) hold(card);
      this.cards.forget(key);
    }
    this.setOrder(this.#order.filter((key) => !gone.has(key)));
    const next = this.#order[Math.min(at, this.#order.length - 1)];
    if (focused && next !== undefined) this.reveal(next, true);
  }

  /** To the front, whatever the sort: what has just come is what one looks for. */
  bring(key: string): Promise<void> {
    return this.#arriving.add(key);
  }

  async #arrive(keys: readonly string[]): Promise<void> {
    // A card that can't be had now is asked for again by its empty place.
    for (const card of await this.cards.fetch(keys).catch(() => [])) this.cards.put(card);
    const fresh = new Set(keys);
    this.setOrder([...[...fresh].reverse(), ...this.#order.filter((one) => !fresh.has(one))]);
  }

  /** Draws a card anew, for instance under its new name. */
  async renew(key: string): Promise<void> {
    const [card] = await this.cards.fetch([key]);
    if (card) this.#place(card);
  }

  /** Draws the cards on the page anew; those that were seen before are fetched when they come back. */
  async renewShown(): Promise<void> {
    const shown = this.children().map((card) => card.dataset["key"] ?? "");
    this.cards.clear();
    for (let from = 0; from < shown.length; from += AT_ONCE) {
      for (const card of await this.cards.fetch(shown.slice(from, from + AT_ONCE))) this.#place(card);
    }
  }

  /** Brings a card into view, and the keyboard to it. */
  reveal(key: string, focus: boolean): void {
    const index = this.indexOf(key);
    if (index < 0 || !this.#shape) return;
    this.active = key;
    const top = this.element.getBoundingClientRect().top + topOf(index, this.#shape);
    scrollBy(0, intoView(top, this.#shape.card, innerHeight));
    this.draw();
    if (focus) this.cardOf(key)?.querySelector<HTMLElement>(".open")?.focus({ preventScroll: true });
  }

  /** Puts the rows near the window onto the page and takes the others off it. */
  draw(): void {
    this.#shape ??= this.#measured();
    if (!this.#shape) return;
    const top = this.element.getBoundingClientRect().top;
    const part = partOf(this.#order.length, this.#shape, top, innerHeight, Math.max(400, innerHeight));
    if (this.#part?.from === part.from && this.#part.to === part.to && this.#part.below === part.below) return;
    this.#part = part;
    const wanted = this.#order.slice(part.from, part.to).map((key) => this.#cardFor(key));
    this.#swap(wanted);
    this.element.style.paddingBlock = `${part.above}px ${part.below}px`;
    if (this.#pace.leaping) return;
    void this.#fill();
  }

  #cardFor(key: string): HTMLLIElement {
    const known = this.cards.get(key);
    if (known && this.#pace.hurried && !known.isConnected) hold(known);
    return known ?? this.cardOf(key) ?? this.#blank(key);
  }

  #blank(key: string): HTMLLIElement {
    const made = blank(key);
    this.#dress(made);
    return made;
  }

  #swap(wanted: readonly HTMLLIElement[]): void {
    const staying = new Set(wanted);
    const focused = this.element.contains(document.activeElement) && document.activeElement !== this.element;
    for (const card of this.children()) if (!staying.has(card)) card.remove();
    wanted.forEach((card, at) => {
      if (this.element.children[at] !== card) {
        this.element.insertBefore(card, this.element.children[at] ?? null);
      }
      this.#dress(card);
      likenessOf(card);
    });
    // The card with the keyboard was scrolled away: the grid keeps its place in the page.
    if (focused && !this.element.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  /** What every card needs of its place among the others. */
  #dress(card: HTMLLIElement): void {
    card.setAttribute("aria-posinset", String(this.indexOf(card.dataset["key"] ?? "") + 1));
    card.setAttribute("aria-setsize", String(this.#order.length));
    reachable(card, card.dataset["key"] === this.active);
    this.#watcher.shown(card);
  }

  /** Asks for the cards that are missing, those in the middle of the window first, and for some
   *  of those that come next. */
  async #fill(): Promise<void> {
    const keys = this.#fetching < IN_FLIGHT ? this.#missing() : [];
    if (keys.length === 0) return;
    this.#fetching += 1;
    for (const key of keys) this.#asked.add(key);
    try {
      const found = await this.cards.fetch(keys);
      for (const card of found) this.#place(card);
      const there = new Set(found.map((card) => card.dataset["key"]));
      const gone = keys.filter((key) => !there.has(key));
      if (gone.length > 0) this.remove(gone);
    } catch (error) {
      this.#watcher.failed(error);
      return;
    } finally {
      this.#fetching -= 1;
      for (const key of keys) this.#asked.delete(key);
    }
    void this.#fill();
  }

  #missing(): string[] {
    const part = this.#part;
    if (!part) return [];
    const ahead = part.to - part.from;
    const from = Math.max(0, part.from - ahead);
    const wanted = this.#order.slice(from, part.to + ahead);
    const middle = (part.from + part.to) / 2 - from;
    const places = wanted
      .map((key, at) => ({ key, far: Math.abs(at - middle) }))
      .filter(({ key }) => !this.cards.has(key) && !this.#asked.has(key))
      .sort((a, b) => a.far - b.far);
    // What is only ahead waits until it is worth a request.
    const worth = places.length >= AT_ONCE / 2 || places.some(({ far }) => far <= ahead / 2);
    return worth ? places.slice(0, AT_ONCE).map(({ key }) => key) : [];
  }

  #place(card: HTMLLIElement): void {
    const old = this.cardOf(card.dataset["key"] ?? "");
    if (this.#pace.hurried) hold(card);
    this.cards.put(card);
    if (!old) return;
    const focused = old.contains(document.activeElement);
    old.replaceWith(card);
    this.#dress(card);
    likenessOf(card);
    if (focused) card.querySelector<HTMLElement>(".open")?.focus({ preventScroll: true });
  }

  #number(): void {
    this.#places = new Map(this.#order.map((key, index) => [key, index]));
  }

  #measured(): Shape | null {
    const first = this.#order[0];
    if (first === undefined) return null;
    if (this.element.childElementCount === 0) this.element.append(this.#cardFor(first));
    const style = getComputedStyle(this.element);
    const columns = style.gridTemplateColumns.split(" ").length;
    const card = this.element.firstElementChild as HTMLElement;
    return { columns, card: card.offsetHeight, gap: Number.parseFloat(style.rowGap) || 0 };
  }

  #resized(width: number): void {
    if (width === this.#width) return;
    const before = this.#shape;
    const first = before ? Math.max(0, this.#firstVisible(before)) : 0;
    this.#width = width;
    this.#shape = null;
    this.#part = null;
    this.draw();
    const key = this.#order[first];
    // Other columns: what was at the top stays there.
    if (before && first > 0 && key !== undefined && this.#shape) {
      const top = this.element.getBoundingClientRect().top + topOf(first, this.#shape);
      scrollBy(0, top - HEADER);
      this.draw();
    }
  }

  #firstVisible(shape: Shape): number {
    const top = this.element.getBoundingClientRect().top - HEADER;
    return Math.floor(Math.max(0, -top) / (shape.card + shape.gap)) * shape.columns;
  }

  #scrolled(): void {
    if (!this.#pace.hurried) fetchHeld(this.element);
    this.#soon();
  }

  #calm(): void {
    fetchHeld(this.element);
    this.draw();
    void this.#fill();
  }

  #soon(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
    });
  }
}
