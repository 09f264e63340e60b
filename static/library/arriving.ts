/** Photos on their way: a few at a time, each with its own progress, reason and way out. */

import { upload, type Original } from "../editor/net/api.ts";
import { Queue } from "../editor/net/queue.ts";
import { counted } from "./dialogs.ts";
import { connected } from "./online.ts";
import { Upload } from "./upload.ts";

const AT_ONCE = 3;
/** Cards on the page; the others wait unseen. */
const SHOWN = 48;

export interface Arrival {
  /** False when the workspace held the same bytes already. */
  readonly fresh: boolean;
  readonly original: Original;
}

/** What becomes of a photo that is here; false keeps its card, to say "already here". */
export type Arrived = (arrival: Arrival) => Promise<boolean>;

export class Arriving {
  readonly #section: HTMLElement;
  readonly #list: HTMLElement;
  readonly #arrived: Arrived;
  readonly #queue = new Queue(AT_ONCE);
  readonly #uploads = new Set<Upload>();
  #finished = 0;
  #ended: (originals: readonly Original[]) => void = () => undefined;
  #batch: Original[] = [];

  constructor(section: HTMLElement, arrived: Arrived) {
    this.#section = section;
    this.#list = section.querySelector("ul")!;
    this.#arrived = arrived;
    section.querySelector("[data-cancel-all]")?.addEventListener("click", () => this.#cancelAll());
    section.querySelector("[data-dismiss-all]")?.addEventListener("click", () => this.#dismissAll());
    addEventListener("beforeunload", (event) => {
      if (this.running > 0) event.preventDefault();
    });
  }

  /** How many are on their way. */
  get running(): number {
    return [...this.#uploads].filter((one) => one.running).length;
  }

  /** Called with all that came once nothing is on its way any more. */
  onEnd(run: (originals: readonly Original[]) => void): void {
    this.#ended = run;
  }

  take(files: readonly File[]): void {
    for (const file of files) void this.#bring(file);
    this.#show();
  }

  async #bring(file: File): Promise<void> {
    const one = new Upload(file, {
      again: () => void this.#bring(file),
      gone: () => this.#gone(one),
    });
    this.#uploads.add(one);
    try {
      const arrival = await this.#queue.run(() => this.#sent(one));
      this.#batch.push(arrival.original);
      this.#finished += 1;
      if (await this.#arrived(arrival)) one.leave();
      else one.known();
    } catch (error) {
      if (!one.cancelled) one.fail(error);
    }
    this.#show();
    if (this.running === 0) this.#end();
  }

  async #sent(one: Upload): Promise<Arrival> {
    one.signal.throwIfAborted();
    await connected();
    one.signal.throwIfAborted();
    one.begin();
    const { existed, ...original } = await upload(one.file, (part) => one.progress(part), one.signal);
    return { fresh: !existed, original };
  }

  #end(): void {
    const came = this.#batch;
    this.#batch = [];
    this.#finished = 0;
    if (came.length > 0) this.#ended(came);
  }

  #gone(one: Upload): void {
    this.#uploads.delete(one);
    this.#show();
    if (this.running === 0) this.#end();
  }

  #cancelAll(): void {
    for (const one of [...this.#uploads]) if (one.running) one.cancel();
  }

  #dismissAll(): void {
    for (const one of [...this.#uploads]) if (!one.running) one.leave();
  }

  /** The heading counts, and the first cards are on the page. */
  #show(): void {
    const all = [...this.#uploads];
    // What went wrong comes first: it waits for somebody.
    all.sort((a, b) => Number(a.running) - Number(b.running));
    const shown = all.slice(0, SHOWN);
    const cards = new Set(shown.map((one) => one.element));
    for (const card of [...this.#list.children]) if (!cards.has(card as HTMLLIElement)) card.remove();
    for (const one of shown) if (!one.element.isConnected) this.#list.append(one.element);
    const running = this.running;
    const ended = all.length - running;
    this.#section.hidden = all.length === 0;
    this.#section.querySelector("[data-cancel-all]")!.toggleAttribute("hidden", running < 2);
    this.#section.querySelector("[data-dismiss-all]")!.toggleAttribute("hidden", running > 0 || ended < 2);
    const total = running + this.#finished;
    const heading = this.#section.querySelector("h2")!;
    const text = running > 0 ? `Uploading ${Math.min(total, this.#finished + 1)} of ${total}` : this.#outcome(all);
    if (heading.textContent !== text) heading.textContent = text;
  }

  #outcome(all: readonly Upload[]): string {
    const refused = all.filter((one) => one.failed).length;
    const known = all.length - refused;
    const parts = [];
    if (refused > 0) parts.push(`${counted(refused, "photo")} didn't arrive`);
    if (known > 0) parts.push(`${counted(known, "photo")} ${known === 1 ? "was" : "were"} here already`);
    return parts.join(", ");
  }
}
