/** Chance that can be repeated, and what a person might do next to a document. */

import type { Session } from "../../static/editor/document/session.ts";
import { everyLayer } from "../../static/editor/document/tree.ts";
import type { Change, Doc, Layer } from "../../static/editor/document/types.ts";

export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 1) >>> 0;
  }

  /** 0 <= n < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let n = this.#state;
    n = Math.imul(n ^ (n >>> 15), n | 1);
    n ^= n + Math.imul(n ^ (n >>> 7), n | 61);
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

export function emptyBody(): unknown {
  return { schema: 1, canvas: { width: 800, height: 600, background: "#ffffff" } };
}

let made = 0;

/** A new layer that needs no picture. */
export function layer(chance: Chance, who: string): Partial<Layer> {
  const base = { id: `${who}-${(made += 1)}`, width: 1 + chance.below(300), height: 20 };
  switch (chance.below(3)) {
    case 0:
      return { ...base, kind: "shape", shape: { form: "ellipse", fill: "#ff0000" } };
    case 1:
      return { ...base, kind: "text", text: { text: "Hello" } as Layer["text"] };
    default:
      return { ...base, kind: "group" };
  }
}

function place(chance: Chance, doc: Doc, without: string): { parent: string; below: string } {
  const every = [...everyLayer(doc.layers)];
  const inside = new Set([...everyLayer(every.filter((one) => one.id === without))].map((one) => one.id));
  const free = every.filter((one) => !inside.has(one.id));
  // Two deep at most, so that nobody's groups grow together beyond what is allowed.
  const top = doc.layers.filter((one) => one.kind === "group" && !inside.has(one.id));
  const parents = top.length && !without.includes("g") ? ["", chance.pick(top).id] : [""];
  return { parent: chance.pick(parents), below: free.length ? chance.pick(["", chance.pick(free).id]) : "" };
}

function setting(chance: Chance, one: Layer): Change {
  const n = 1 + chance.below(1000);
  const choices: Array<[string, unknown]> = [
    ["x", n],
    ["y", n],
    ["opacity", (n % 100) / 100],
    ["name", `name ${n}`],
    ["hidden", n % 2 === 0],
    ["rotation", n % 360],
    ["recipe", chance.pick([null, { gamma: 2 }, { blur: 3, contrast: 1.5 }])],
    ["recipe.blur", chance.pick([null, 1 + (n % 50)])],
    ["strokes.+", { mode: "erase", size: 0.1, hardness: 1, opacity: 1, points: [[(n % 100) / 100, 0.5]] }],
    ["strokes", null],
    ["effects", [{ kind: "outline", recipe: { outline: 1 + (n % 20) } }]],
  ];
  if (one.shape) choices.push(["shape.fill", "#00ff00"], ["shape.form", "rectangle"], ["shape", { form: "ellipse" }]);
  if (one.text) choices.push(["text.text", `Text ${n}`], ["text.size", n], ["text.align", "center"]);
  const [field, value] = chance.pick(choices);
  return { op: "set", layer: one.id, field, value };
}

/** One change that the document can take. */
export function change(chance: Chance, doc: Doc, who: string): Change {
  const every = [...everyLayer(doc.layers)];
  if (!every.length || chance.happens(0.2)) {
    return { op: "add", layer: layer(chance, who), ...place(chance, doc, "") };
  }
  const one = chance.pick(every);
  const kind = chance.below(20);
  if (kind === 0) return { op: "remove", layer: one.id };
  if (kind === 1) return { op: "set", layer: "", field: "canvas.width", value: 100 + chance.below(900) };
  if (kind === 2) return { op: "set", layer: "", field: "guides", value: [{ axis: "y", at: chance.below(600) }] };
  const isGroup = one.kind === "group";
  if (kind < 6) return { op: "move", layer: one.id, ...place(chance, doc, isGroup ? `${one.id} g` : one.id) };
  return setting(chance, one);
}

/** What somebody does: a change, a series that belongs together, a drag, undo or redo. */
export function act(chance: Chance, session: Session, who: string): void {
  switch (chance.below(8)) {
    case 0:
      return session.undo();
    case 1:
      return session.redo();
    case 2: {
      const drag = session.gesture("Drag");
      const first = change(chance, session.doc.value, who);
      drag.update([first]);
      drag.update([first]);
      return chance.happens(0.7) ? drag.done() : drag.cancel();
    }
    case 3:
      for (let n = chance.below(4); n >= 0; n -= 1) {
        session.commit([change(chance, session.doc.value, who)], "Nudge", "nudge");
      }
      return;
    default:
      session.selection.value = session.doc.value.layers.slice(0, chance.below(3)).map((one) => one.id);
      return session.commit([change(chance, session.doc.value, who)], "Change");
  }
}
