/** A card's name becomes a field, in place. */

import { complain } from "../base/toast.ts";

/** Enter and leaving the field save, Escape doesn't; `save` may refuse. */
export function renameIn(card: HTMLElement, save: (name: string) => Promise<void>): void {
  const shown = card.querySelector<HTMLElement>(".name");
  const open = card.querySelector<HTMLElement>(".open");
  if (!shown || !open || card.querySelector(".rename")) return;
  const old = card.dataset["name"] ?? "";
  const field = document.createElement("input");
  field.className = "rename";
  field.value = old;
  field.maxLength = 255;
  field.dir = "auto";
  field.setAttribute("aria-label", `New name of ${old}`);
  let done = false;
  const end = async (keep: boolean): Promise<void> => {
    if (done) return;
    done = true;
    const name = field.value.trim();
    const focused = document.activeElement === field;
    field.remove();
    shown.hidden = false;
    if (focused) open.focus({ preventScroll: true });
    if (!keep || name === "" || name === old) return;
    shown.textContent = name;
    try {
      await save(name);
    } catch (error) {
      shown.textContent = old;
      complain(error);
    }
  };
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      void end(event.key === "Enter");
    }
  });
  field.addEventListener("blur", () => void end(true));
  shown.hidden = true;
  // Beside the link, not inside: a field within a link can't be used.
  open.after(field);
  field.focus();
  const dot = old.lastIndexOf(".");
  field.setSelectionRange(0, dot > 0 ? dot : old.length);
}
