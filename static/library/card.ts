/** The card of a photo that is still on its way, or didn't arrive. */

import { StudioError } from "../editor/net/errors.ts";

export interface Card {
  readonly element: HTMLLIElement;
  progress(fraction: number): void;
  /** The server has all bytes and looks at them. */
  checking(): void;
  fail(error: unknown, again: () => void): void;
  remove(): void;
}

const SHOWABLE = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);

function part<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text: string, run: () => void): HTMLButtonElement {
  const made = part("button", "btn", text);
  made.type = "button";
  made.addEventListener("click", run);
  return made;
}

export function makeCard(file: File): Card {
  const element = part("li", "photo waiting");
  const thumb = part("span", "thumb");
  const facts = part("div", "facts", "Waiting");
  facts.setAttribute("role", "status");
  const bar = part("span", "bar");
  const fill = document.createElement("i");
  fill.style.transform = "scaleX(0)";
  bar.append(fill);
  const url = SHOWABLE.has(file.type) ? URL.createObjectURL(file) : null;
  if (url) {
    const picture = document.createElement("img");
    picture.src = url;
    picture.alt = "";
    thumb.append(picture);
  }
  thumb.append(bar);
  element.append(thumb, part("div", "name", file.name), facts);

  return {
    element,
    progress(fraction) {
      facts.textContent = `Uploading ${Math.round(fraction * 100)} %`;
      fill.style.transform = `scaleX(${fraction})`;
    },
    checking() {
      facts.textContent = "Checking";
      fill.style.transform = "";
      bar.classList.add("busy");
    },
    fail(error, again) {
      const known = error instanceof StudioError;
      element.className = "photo failed";
      thumb.replaceChildren(part("span", "", known ? error.message : "The upload broke off."));
      facts.className = "why";
      facts.textContent = known ? error.remedy : "Try again.";
      const row = part("div", "row");
      row.append(button("Try again", again), button("Dismiss", () => this.remove()));
      element.append(row);
    },
    remove() {
      if (url) URL.revokeObjectURL(url);
      element.remove();
    },
  };
}
