/** A menu of one card: by its button, the context key, or the other mouse button. */

export interface Entry {
  readonly label: string;
  readonly keys?: string;
  readonly danger?: boolean;
  run(): void;
}

const MARGIN = 8;
let open: HTMLElement | null = null;

/** Shows the menu at a point, or below the element that opened it. The keyboard goes back to where it
 *  came from. */
export function showMenu(label: string, entries: readonly Entry[], at: DOMRect): void {
  open?.hidePopover();
  const from = document.activeElement as HTMLElement | null;
  const menu = document.createElement("div");
  menu.className = "sheet-menu card-menu";
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  for (const entry of entries) menu.append(item(entry, menu));
  menu.addEventListener("keydown", (event) => walk(event, menu));
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState !== "closed") return;
    if (menu.contains(document.activeElement) || document.activeElement === document.body) {
      from?.focus({ preventScroll: true });
    }
    menu.remove();
    if (open === menu) open = null;
  });
  (document.querySelector("main") ?? document.body).append(menu);
  menu.showPopover();
  open = menu;
  place(menu, at);
  menu.querySelector<HTMLElement>("[role=menuitem]")?.focus();
}

function item(entry: Entry, menu: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("role", "menuitem");
  button.tabIndex = -1;
  button.textContent = entry.label;
  if (entry.danger) button.className = "danger";
  if (entry.keys) {
    const keys = document.createElement("kbd");
    keys.textContent = entry.keys;
    keys.setAttribute("aria-hidden", "true");
    button.append(keys);
  }
  button.addEventListener("click", () => {
    menu.hidePopover();
    entry.run();
  });
  return button;
}

/** Inside the window, by preference below and towards the reading direction's end. */
function place(menu: HTMLElement, at: DOMRect): void {
  // A phone shows it as a sheet at the foot: the style sheet says where.
  if (matchMedia("(max-width: 640px)").matches) return;
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(at.right - width < MARGIN ? at.left : at.right - width, innerWidth - width - MARGIN);
  const below = at.bottom + 4;
  const top = below + height > innerHeight - MARGIN ? at.top - height - 4 : below;
  menu.style.left = `${Math.max(MARGIN, left)}px`;
  menu.style.top = `${Math.max(MARGIN, top)}px`;
}

function walk(event: KeyboardEvent, menu: HTMLElement): void {
  const items = [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const next = to[event.key] ?? byLetter(event.key, items, at);
  if (event.key === "Tab") menu.hidePopover();
  if (next === undefined || next < 0) return;
  event.preventDefault();
  event.stopPropagation();
  items[next]?.focus();
}

function byLetter(key: string, items: readonly HTMLElement[], at: number): number {
  if (key.length !== 1) return -1;
  const fits = (one: HTMLElement): boolean => (one.textContent ?? "").toLowerCase().startsWith(key.toLowerCase());
  const after = items.findIndex((one, index) => index > at && fits(one));
  return after >= 0 ? after : items.findIndex(fits);
}
