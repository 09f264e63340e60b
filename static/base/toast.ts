/** Short messages at the foot of the page, read out by screen readers. */

import { StudioError } from "../editor/net/errors.ts";

const STAYS_MS = 6000;

function holder(): HTMLElement {
  const found = document.querySelector<HTMLElement>(".toasts");
  if (found) return found;
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

/** Something that the message offers to do. */
export interface Offer {
  readonly label: string;
  readonly run: () => void;
}

export function say(text: string, remedy = "", bad = false, offer?: Offer): void {
  const toast = document.createElement("div");
  toast.className = bad ? "toast bad" : "toast";
  for (const line of [text, remedy].filter(Boolean)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    toast.append(paragraph);
  }
  if (offer) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn ghost";
    button.textContent = offer.label;
    button.addEventListener("click", () => {
      toast.remove();
      offer.run();
    });
    toast.append(button);
  }
  holder().append(toast);
  setTimeout(() => toast.remove(), STAYS_MS);
}

export function complain(error: unknown): void {
  if (error instanceof StudioError) say(error.message, error.remedy, true);
  else throw error;
}
