/** One place of the library: what it shows, what is selected, how many there are. */

import { complain } from "../base/toast.ts";
import { getJson } from "../editor/net/api.ts";
import { tell, counted } from "./dialogs.ts";
import { Grid } from "./grid.ts";
import { Selection } from "./selection.ts";

export type Place = "photos" | "documents" | "trash";
export type Counts = Record<Place, number>;

interface Found {
  readonly keys: readonly string[];
  readonly counts: Counts;
}

export class Shelf {
  readonly root: HTMLElement;
  readonly place: Place;
  readonly grid: Grid;
  readonly selection: Selection;
  readonly #form: HTMLFormElement | null;
  readonly counts: Counts;
  #asked = 0;
  #whole: boolean;
  #listeners: Array<() => void> = [];

  constructor(root: HTMLElement) {
    this.root = root;
    this.place = root.dataset["place"] as Place;
    this.#form = root.querySelector("form[role=search]");
    this.selection = new Selection(() => this.#chosen());
    this.counts = { photos: 0, documents: 0, trash: 0 };
    for (const tab of this.#tabs()) this.counts[tab.dataset["tab"] as Place] = Number(tab.querySelector("span")?.textContent);
    const list = root.querySelector<HTMLElement>("#photos")!;
    list.tabIndex = -1;
    this.grid = new Grid(list, this.place, {
      shown: (card) => this.#mark(card),
      failed: complain,
    });
    this.#whole = Number(root.dataset["count"]) <= this.grid.order.length;
    if (this.#whole) this.grid.draw();
    else void this.reload();
    this.#listen();
  }

  get query(): string {
    return this.#form?.querySelector<HTMLInputElement>("[name=q]")?.value.trim() ?? "";
  }

  onSelection(run: () => void): void {
    this.#listeners.push(run);
  }

  /** Asks for the order anew. */
  async reload(): Promise<void> {
    const asked = ++this.#asked;
    const wish = new URLSearchParams({ q: this.query, sort: this.#sort });
    try {
      const found = await getJson<Found>(`/shelf/${this.place}?${wish}`);
      if (asked !== this.#asked) return;
      Object.assign(this.counts, found.counts);
      this.#whole = true;
      this.grid.setOrder(found.keys);
      this.show();
    } catch (error) {
      complain(error);
    }
  }

  /** The order and the cards anew, the selection kept. */
  async refresh(): Promise<void> {
    await this.reload();
    await this.grid.renewShown().catch(complain);
  }

  /** The whole order: the page brings only its beginning. */
  async order(): Promise<readonly string[]> {
    if (!this.#whole) await this.reload();
    return this.grid.order;
  }

  /** `count` things went from one place to another; null: from or to nowhere. */
  move(count: number, from: Place | null, to: Place | null): void {
    if (from) this.counts[from] -= count;
    if (to) this.counts[to] += count;
    this.show();
  }

  /** Tabs, the word for nothing, and the empty library. */
  show(): void {
    for (const tab of this.#tabs()) {
      const place = tab.querySelector("span");
      if (place) place.textContent = String(Math.max(0, this.counts[tab.dataset["tab"] as Place]));
    }
    const empty = this.counts[this.place] <= 0;
    const part = (id: string): HTMLElement | null => this.root.querySelector<HTMLElement>(id);
    const nothing = part("#nothing");
    if (nothing) {
      nothing.hidden = empty || this.grid.order.length > 0;
      nothing.querySelector("[data-query]")!.textContent = this.query;
    }
    const section = part("#empty");
    if (section) section.hidden = !empty;
    if (this.#form) this.#form.hidden = empty;
    const trash = part("#empty-trash") as HTMLButtonElement | null;
    if (trash) trash.disabled = empty;
  }

  get #sort(): string {
    return this.#form?.querySelector<HTMLSelectElement>("[name=sort]")?.value ?? "newest";
  }

  #tabs(): NodeListOf<HTMLElement> {
    return this.root.querySelectorAll<HTMLElement>("[data-tab]");
  }

  #mark(card: HTMLElement): void {
    const on = this.selection.has(card.dataset["key"] ?? "");
    card.classList.toggle("selected", on);
    const box = card.querySelector<HTMLInputElement>(".pick input");
    if (box) box.checked = on;
  }

  #chosen(): void {
    for (const card of this.grid.children()) this.#mark(card);
    this.root.classList.toggle("selecting", this.selection.size > 0);
    for (const run of this.#listeners) run();
  }

  #listen(): void {
    let timer = 0;
    const search = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void this.#find(), 200);
    };
    this.#form?.addEventListener("input", search);
    this.#form?.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      void this.#find();
    });
    this.root.querySelector("[data-clear]")?.addEventListener("click", () => {
      const field = this.#form?.querySelector<HTMLInputElement>("[name=q]");
      if (field) field.value = "";
      field?.focus();
      void this.#find();
    });
  }

  async #find(): Promise<void> {
    const address = new URL(location.href);
    for (const [name, value, usual] of [["q", this.query, ""], ["sort", this.#sort, "newest"]] as const) {
      if (value === usual) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    history.replaceState(null, "", address);
    this.selection.clear();
    await this.reload();
    tell(`${counted(this.grid.order.length, "result")}.`);
  }
}
