/** One WebSocket that comes back by itself: pauses that grow, pings, and quick help when the page
 *  is looked at again. It knows nothing of what is said over it. */

/** The part of a browser's WebSocket that is used. */
export interface Wire {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(): void;
}

/** What it needs of the world; tests have one of their own. */
export interface World {
  open(): Wire;
  after(ms: number, run: () => void): () => void;
  /** 0 to 1. */
  random(): number;
  /** Calls `run` when the page becomes visible or the network comes or goes. */
  woken(run: () => void): void;
}

export const FIRST_PAUSE_MS = 500;
export const LONGEST_PAUSE_MS = 30_000;
export const PING_MS = 25_000;
export const PATIENCE_MS = 10_000;

/** The pause before try number `tried` + 1: it doubles, and no two windows come at the same moment. */
export function pause(tried: number, random: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tried) * (0.5 + random / 2);
}

export interface Listener {
  message(text: string): void;
  /** The socket was lost; `tries` failed in a row. */
  lost(tries: number): void;
}

const OPEN = 1;
const PING = JSON.stringify({ kind: "ping" });

export class LastingSocket {
  readonly #world: World;
  readonly #listener: Listener;
  #wire: Wire | null = null;
  #tries = 0;
  #stopTimer: () => void = () => {};
  #started = false;

  constructor(world: World, listener: Listener) {
    this.#world = world;
    this.#listener = listener;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#world.woken(() => this.#wake());
    this.#dial();
  }

  /** The other side has greeted: from now on a loss is a new one. */
  settled(): void {
    this.#tries = 0;
  }

  /** False when nobody would hear it. */
  send(text: string): boolean {
    if (this.#wire?.readyState !== OPEN) return false;
    this.#wire.send(text);
    return true;
  }

  #dial(): void {
    const wire = this.#world.open();
    this.#wire = wire;
    this.#timer(PATIENCE_MS, () => this.#drop(wire));
    wire.onopen = () => this.#listen(wire);
    wire.onmessage = (event) => {
      if (wire !== this.#wire) return;
      this.#listen(wire);
      if (typeof event.data === "string") this.#listener.message(event.data);
    };
    wire.onclose = () => this.#drop(wire);
    wire.onerror = () => this.#drop(wire);
  }

  /** All is well; after a while of silence a ping asks whether it still is. */
  #listen(wire: Wire): void {
    this.#timer(PING_MS, () => this.#ping(wire));
  }

  #ping(wire: Wire): void {
    this.send(PING);
    this.#timer(PATIENCE_MS, () => this.#drop(wire));
  }

  #drop(wire: Wire): void {
    if (wire !== this.#wire) return;
    this.#wire = null;
    wire.onclose = wire.onerror = wire.onmessage = wire.onopen = null;
    wire.close();
    this.#listener.lost(this.#tries);
    this.#timer(pause(this.#tries, this.#world.random()), () => this.#dial());
    this.#tries += 1;
  }

  /** Timers of sleeping pages and laptops are late: ask at once instead. */
  #wake(): void {
    const wire = this.#wire;
    if (!wire) {
      this.#stopTimer();
      this.#dial();
    } else if (wire.readyState === OPEN) this.#ping(wire);
  }

  #timer(ms: number, run: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#world.after(ms, run);
  }
}
