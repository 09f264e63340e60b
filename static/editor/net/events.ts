/** What happens in the workspace, told by `/ws/events`; after a loss it goes on where it stopped. */

import { signal, type ReadonlySignal } from "@preact/signals";
import type { ItemNews, Progress } from "../../batches/shared/api.ts";
import type { Change } from "../document/types.ts";
import { LastingSocket, type Wire, type World } from "./socket.ts";

/** What the server tells of a document. */
export interface DocumentNews {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
}

export interface JobNews {
  readonly id: string;
  readonly kind: string;
  readonly key?: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  readonly ahead: number;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error: { readonly code: string; readonly text: string; readonly remedy: string } | null;
}

export interface PersonNews {
  readonly document: string;
  readonly tab: string;
  readonly socket: string;
  readonly name: string;
  readonly colour: number;
  readonly selection: readonly string[];
}

/** Kind of event -> what it carries. */
export interface EventData {
  /** The stream stands at the newest event. `gap`: more was missed than the server repeats, so what
   *  is shown has to be loaded again. Comes after every connection, the first included. */
  ready: { readonly gap: boolean };
  "document.created": DocumentNews;
  /** `patch` is null when it is too large to be told: load the document again. */
  "document.changed": DocumentNews & { readonly client: string; readonly patch: readonly Change[] | null };
  "document.renamed": DocumentNews;
  "document.trashed": DocumentNews;
  "document.restored": DocumentNews;
  "document.shared": DocumentNews;
  "original.created": { readonly id: string; readonly name: string };
  "original.deleted": { readonly id: string; readonly trashed: boolean };
  job: JobNews;
  batch: Progress;
  "batch.item": ItemNews;
  "presence.here": PersonNews;
  "presence.gone": { readonly document: string; readonly tab: string; readonly socket: string };
  /** The server didn't take what this window said. */
  refused: { readonly code: string; readonly text: string; readonly remedy: string };
}

export type Handler<K extends keyof EventData> = (data: EventData[K]) => void;
export type Connection = "open" | "connecting" | "offline";

/** `WORLD.open` gets the place in the stream to resume from. */
export interface Surroundings extends Omit<World, "open"> {
  open(after: string): Wire;
}

export class Events {
  readonly #socket: LastingSocket;
  readonly #state = signal<Connection>("connecting");
  readonly #handlers = new Map<string, Set<(data: never) => void>>();
  #last: number | null = null;

  constructor(world: Surroundings) {
    // What happened before the page was opened is in what the page has loaded.
    const open = (): Wire => world.open(this.#last === null ? "now" : String(this.#last));
    this.#socket = new LastingSocket(
      { after: world.after, random: world.random, woken: world.woken, open },
      { message: (text) => this.#hear(text), lost: (tries) => this.#lost(tries) },
    );
  }

  get state(): ReadonlySignal<Connection> {
    return this.#state;
  }

  connect(): void {
    this.#socket.start();
  }

  /** Calls `handler` for every event of this kind; the result ends that. */
  on<K extends keyof EventData>(kind: K, handler: Handler<K>): () => void {
    const known = this.#handlers.get(kind) ?? new Set();
    this.#handlers.set(kind, known.add(handler));
    return () => known.delete(handler);
  }

  /** False when the connection is away; what was said is lost then. */
  send(message: Readonly<Record<string, unknown>>): boolean {
    return this.#state.value === "open" && this.#socket.send(JSON.stringify(message));
  }

  #hear(text: string): void {
    const said = JSON.parse(text) as { kind: keyof EventData | "pong"; id?: number; data?: unknown };
    if (said.kind === "pong") return;
    if (said.id !== undefined) {
      // A lower id may come later than a higher one: the place never goes back.
      this.#last = Math.max(this.#last ?? 0, said.id);
    }
    if (said.kind === "ready") {
      this.#socket.settled();
      this.#state.value = "open";
    }
    // One that fails must not keep the others from hearing it.
    for (const handler of [...(this.#handlers.get(said.kind) ?? [])]) {
      try {
        handler(said.data as never);
      } catch (error) {
        reportError(error);
      }
    }
  }

  #lost(tries: number): void {
    this.#state.value = tries === 0 && this.#state.value === "open" ? "connecting" : "offline";
  }
}

/** The browser's own. */
const here: Surroundings = {
  open(after) {
    const url = new URL("/ws/events", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("after", after);
    return new WebSocket(url) as Wire;
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  woken(run) {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") run();
    });
    addEventListener("online", run);
    addEventListener("offline", run);
    addEventListener("pageshow", (event) => {
      if (event.persisted) run();
    });
  },
};

/** The one stream of this window. */
export const events = new Events(here);
