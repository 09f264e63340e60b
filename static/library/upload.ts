/** The card of a photo that is on its way, or didn't arrive. */

import { StudioError } from "../editor/net/errors.ts";

const SHOWABLE = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);
/** Larger files aren't decoded only to be shown while they wait. */
const SHOWABLE_BYTES = 12e6;

interface Ways {
  again(): void;
  gone(): void;
}

function part<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text: string, label: string, run: () => void): HTMLButtonElement {
  const made = part("button", "btn", text);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", run);
  return made;
}

export class Upload {
  readonly file: File;
  readonly element = part("li", "photo arrival waiting");
  readonly #ways: Ways;
  readonly #whole = new AbortController();
  readonly #thumb = part("span", "thumb");
  readonly #facts = part("span", "facts", "Waiting");
  readonly #row = part("span", "row");
  readonly #bar = part("span", "bar");
  readonly #fill = part("i", "");
  #url: string | null = null;
  #state: "running" | "failed" | "known" | "gone" = "running";

  constructor(file: File, ways: Ways) {
    this.file = file;
    this.#ways = ways;
    this.#fill.style.transform = "scaleX(0)";
    this.#bar.append(this.#fill);
    const name = part("span", "name", file.name);
    name.dir = "auto";
    name.title = file.name;
    this.#row.append(button("Cancel", `Cancel ${file.name}`, () => this.cancel()));
    this.#thumb.append(this.#bar);
    this.element.append(this.#thumb, name, this.#facts, this.#row);
  }

  get running(): boolean {
    return this.#state === "running";
  }

  get failed(): boolean {
    return this.#state === "failed";
  }

  get cancelled(): boolean {
    return this.#whole.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.#whole.signal;
  }

  /** Its turn has come. */
  begin(): void {
    if (this.#url === null && SHOWABLE.has(this.file.type) && this.file.size < SHOWABLE_BYTES) {
      this.#url = URL.createObjectURL(this.file);
      const picture = part("img", "");
      picture.src = this.#url;
      picture.alt = "";
      this.#thumb.prepend(picture);
    }
    this.progress(0);
  }

  progress(fraction: number): void {
    const whole = fraction >= 1;
    // The server has all bytes and looks at them.
    this.#facts.textContent = whole ? "Checking" : `Uploading ${Math.round(fraction * 100)} %`;
    this.#fill.style.transform = whole ? "" : `scaleX(${fraction})`;
    this.#bar.classList.toggle("busy", whole);
  }

  cancel(): void {
    this.#whole.abort();
    this.leave();
  }

  fail(error: unknown): void {
    this.#state = "failed";
    const known = error instanceof StudioError;
    this.element.className = "photo arrival failed";
    const said = part("span", "why", known ? error.message : "The upload broke off.");
    said.append(part("span", "remedy", known ? error.remedy : "Try again."));
    this.#thumb.replaceChildren(said);
    this.#facts.textContent = "Refused";
    if (!known || error.status === 0 || error.status >= 429) this.#facts.textContent = "Not uploaded";
    const name = this.file.name;
    this.#row.replaceChildren(
      button("Try again", `Try again: ${name}`, () => {
        this.leave();
        this.#ways.again();
      }),
      button("Dismiss", `Dismiss ${name}`, () => this.leave()),
    );
    this.#forgetPicture();
  }

  /** The workspace held the same bytes already. */
  known(): void {
    this.#state = "known";
    this.element.className = "photo arrival known";
    this.#bar.remove();
    this.#facts.textContent = "Already here";
    this.#row.replaceChildren(button("Dismiss", `Dismiss ${this.file.name}`, () => this.leave()));
  }

  leave(): void {
    if (this.#state === "gone") return;
    this.#state = "gone";
    this.#forgetPicture();
    this.element.remove();
    this.#ways.gone();
  }

  #forgetPicture(): void {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = null;
  }
}
