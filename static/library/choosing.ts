/** Mouse, touch and keyboard on the cards: open, select, menu. */

import { Actions, isPhoto, idOf } from "./actions.ts";
import { showMenu, type Entry } from "./menu.ts";
import { renameIn } from "./rename.ts";
import { moved } from "./rows.ts";
import type { Shelf } from "./shelf.ts";

export class Choosing {
  readonly #shelf: Shelf;
  readonly #actions: Actions;

  constructor(shelf: Shelf, actions: Actions) {
    this.#shelf = shelf;
    this.#actions = actions;
    const grid = shelf.grid.element;
    grid.addEventListener("click", (event) => this.#clicked(event));
    grid.addEventListener("contextmenu", (event) => this.#asked(event));
    grid.addEventListener("keydown", (event) => this.#pressed(event));
    grid.addEventListener("focusin", (event) => {
      const key = keyAt(event.target);
      if (key !== null) shelf.grid.active = key;
    });
    document.addEventListener("keydown", (event) => this.#anywhere(event));
  }

  /** The keys that an action on `key` concerns: the selection when it is part of it. */
  #concerned(key: string): readonly string[] {
    const { selection, grid } = this.#shelf;
    return selection.has(key) ? selection.keys(grid.order) : [key];
  }

  #clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const key = keyAt(target);
    if (key === null) return;
    const { selection, grid } = this.#shelf;
    if (target.closest("[data-menu]")) {
      this.#menu(key, target.closest("[data-menu]")!.getBoundingClientRect());
      return;
    }
    const box = target instanceof HTMLInputElement && target.type === "checkbox" ? target : null;
    const open = target.closest(".open");
    if (!box && !open) return;
    const native = event.ctrlKey || event.metaKey;
    const choosing = box !== null || open?.hasAttribute("data-toggle") || event.shiftKey || selection.size > 0;
    if (!choosing || (open && native && !open.hasAttribute("data-toggle"))) return;
    if (open) event.preventDefault();
    if (event.shiftKey) selection.range(key, grid.order);
    else if (box) selection.set(key, box.checked);
    else selection.toggle(key);
    grid.active = key;
  }

  #asked(event: MouseEvent): void {
    const key = keyAt(event.target);
    if (key === null) return;
    event.preventDefault();
    // A long press means: begin to select.
    if ((event as PointerEvent).pointerType === "touch") this.#shelf.selection.toggle(key);
    else this.#menu(key, new DOMRect(event.clientX, event.clientY, 0, 0));
  }

  #pressed(event: KeyboardEvent): void {
    const { grid, selection } = this.#shelf;
    const key = keyAt(event.target) ?? grid.active;
    const onCard = (event.target as Element).matches(".open") || event.target === grid.element;
    if (key === null || !onCard || event.altKey || event.ctrlKey || event.metaKey) return;
    const columns = grid.shape?.columns ?? 1;
    const page = Math.max(1, Math.floor(innerHeight / ((grid.shape?.card ?? 200) + 20)));
    const to = moved(event.key, grid.indexOf(key), grid.order.length, columns, page);
    const next = to === null ? undefined : grid.order[to];
    if (next !== undefined) {
      if (event.shiftKey && selection.size === 0) selection.set(key, true);
      if (event.shiftKey) selection.range(next, grid.order);
      grid.reveal(next, true);
    } else if (event.key === " ") selection.toggle(key);
    else if (event.key === "F2" && this.#shelf.place !== "trash") this.#rename(key);
    else if (event.key === "Delete") this.#delete(this.#concerned(key));
    else if (event.key === "F10" && event.shiftKey) this.#menu(key, this.#cornerOf(key));
    else return;
    event.preventDefault();
  }

  #anywhere(event: KeyboardEvent): void {
    const target = event.target as Element;
    if (target.closest("input:not([type=checkbox]), select, textarea, [popover], dialog")) return;
    const { selection } = this.#shelf;
    if (event.key === "Escape") selection.clear();
    else if (event.key === "a" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      void this.selectAll();
    }
  }

  async selectAll(): Promise<void> {
    this.#shelf.selection.all(await this.#shelf.order());
  }

  #delete(keys: readonly string[]): void {
    if (this.#shelf.place === "trash") void this.#actions.remove(keys);
    else void this.#actions.discard(keys);
  }

  #cornerOf(key: string): DOMRect {
    return this.#shelf.grid.cardOf(key)?.querySelector(".more")?.getBoundingClientRect() ?? new DOMRect();
  }

  #rename(key: string): void {
    const card = this.#shelf.grid.cardOf(key);
    if (card) renameIn(card, (name) => this.#actions.rename(key, name));
  }

  #menu(key: string, at: DOMRect): void {
    const name = this.#shelf.grid.cardOf(key)?.dataset["name"] ?? "";
    this.#shelf.grid.active = key;
    showMenu(name, this.#entries(key), at);
  }

  #entries(key: string): Entry[] {
    const keys = this.#concerned(key);
    const one = keys.length === 1;
    const actions = this.#actions;
    const select = { label: this.#shelf.selection.has(key) ? "Deselect" : "Select", keys: "Space", run: () => this.#shelf.selection.toggle(key) };
    if (this.#shelf.place === "trash") {
      return [
        { label: "Restore", run: () => void actions.restore(keys) },
        select,
        { label: "Delete for good", keys: "Del", danger: true, run: () => void actions.remove(keys) },
      ];
    }
    const discard = { label: "Move to trash", keys: "Del", danger: true, run: () => void actions.discard(keys) };
    const rename = { label: "Rename", keys: "F2", run: () => this.#rename(key) };
    if (isPhoto(key)) {
      return [
        { label: one ? "New document from this photo" : "New document with these photos", run: () => void actions.compose(keys) },
        { label: one ? "New batch from this photo" : `New batch from ${keys.length.toLocaleString("en")} photos`, run: () => actions.batch(keys) },
        { label: "Quick edit", run: () => location.assign(`/photos/${idOf(key)}`) },
        rename,
        { label: one ? "Download original" : "Download originals", run: () => actions.download(keys) },
        select,
        discard,
      ];
    }
    return [
      { label: "Open", run: () => location.assign(`/documents/${idOf(key)}`) },
      rename,
      { label: "Duplicate", run: () => void actions.duplicate(keys) },
      select,
      discard,
    ];
  }
}

function keyAt(target: EventTarget | null): string | null {
  return (target as Element | null)?.closest<HTMLElement>("li[data-key]")?.dataset["key"] ?? null;
}
