/** The bar of the selection, the menu of new documents, and the empty library's offers. */

import type { Actions } from "./actions.ts";
import type { Choosing } from "./choosing.ts";
import { tell } from "./dialogs.ts";
import type { Shelf } from "./shelf.ts";
import { drawSizes } from "./sizes.ts";

export function selectionBar(shelf: Shelf, actions: Actions, choosing: Choosing): void {
  const bar = document.querySelector<HTMLElement>("#chosen")!;
  const count = bar.querySelector(".count")!;
  shelf.onSelection(() => {
    const size = shelf.selection.size;
    const focused = bar.contains(document.activeElement);
    bar.hidden = size === 0;
    if (size > 0) count.textContent = `${size.toLocaleString("en")} selected`;
    tell(size > 0 ? `${size} selected` : "Nothing is selected");
    // The bar takes the keyboard with it when it goes.
    if (focused && size === 0 && shelf.grid.active !== null) shelf.grid.reveal(shelf.grid.active, true);
  });
  const ways: Record<string, (keys: readonly string[]) => unknown> = {
    clear: () => shelf.selection.clear(),
    all: () => choosing.selectAll(),
    compose: (keys) => actions.compose(keys),
    batch: (keys) => actions.batch(keys),
    download: (keys) => actions.download(keys),
    duplicate: (keys) => actions.duplicate(keys),
    restore: (keys) => actions.restore(keys),
    remove: (keys) => actions.remove(keys),
    discard: (keys) => actions.discard(keys),
  };
  bar.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]");
    if (button) ways[button.dataset["do"] ?? ""]?.(shelf.selection.keys(shelf.grid.order));
  });
}

export function newDocuments(actions: Actions): void {
  const menu = document.querySelector<HTMLElement>("#new-menu");
  if (!menu) return;
  drawSizes(menu.querySelector<HTMLElement>(".sizes")!);
  menu.addEventListener("toggle", (event) => {
    const opener = document.querySelector<HTMLElement>("#new-document");
    const shown = (event as ToggleEvent).newState === "open";
    opener?.setAttribute("aria-expanded", String(shown));
    if (!shown) return;
    below(menu, opener);
    menu.querySelector<HTMLElement>("button")?.focus();
  });
  menu.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-size]");
    if (!button) return;
    const [width, height] = (button.dataset["size"] ?? "").split("x").map(Number);
    menu.hidePopover();
    void actions.begin(width ?? 1080, height ?? 1080, button.dataset["background"] ?? "white");
  });
  const form = menu.querySelector<HTMLFormElement>("form")!;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(form);
    menu.hidePopover();
    void actions.begin(Number(given.get("width")), Number(given.get("height")), "white");
  });
}

function below(menu: HTMLElement, opener: HTMLElement | null): void {
  if (!opener || matchMedia("(max-width: 640px)").matches) return;
  const at = opener.getBoundingClientRect();
  const width = menu.offsetWidth;
  menu.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${at.bottom + 6}px`;
}

export function offers(shelf: Shelf, actions: Actions): void {
  shelf.root.querySelector("#empty")?.addEventListener("click", (event) => {
    const target = event.target as Element;
    const one = target.closest<HTMLElement>("[data-sample]");
    const button = one ?? target.closest<HTMLElement>("[data-samples], [data-sample-document]");
    if (!(button instanceof HTMLButtonElement) || button.disabled) return;
    button.disabled = true;
    const work = button.hasAttribute("data-sample-document")
      ? actions.sampleDocument()
      : actions.samples(one ? [one.dataset["sample"] ?? ""] : null);
    void work.finally(() => (button.disabled = false));
  });
  shelf.root.querySelector("#empty-trash")?.addEventListener("click", () => void actions.emptyTrash());
}
