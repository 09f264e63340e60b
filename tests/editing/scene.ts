/** Two windows on one small document. */

import type { Change } from "../../static/editor/document/types.ts";
import { Chance, emptyBody } from "./random.ts";
import { Memory, VirtualClock, windowOn, type Window } from "./world.ts";

export const put = (layer: string, field: string, value: unknown): Change => ({ op: "set", layer, field, value });
export const box = (id: string, more: object = {}): Change => ({
  op: "add",
  layer: { id, kind: "shape", name: id, width: 10, height: 10, shape: { form: "ellipse", fill: "#000000" }, ...more },
});

export interface Scene {
  readonly clock: VirtualClock;
  readonly memory: Memory;
  readonly one: Window;
  readonly two: Window;
}

/** Two windows on a document with the layers a and b. */
export async function scene(seed = 1): Promise<Scene> {
  const [clock, memory, chance] = [new VirtualClock(), new Memory(emptyBody()), new Chance(seed)];
  memory.save(1, [box("a"), { ...box("b"), below: "a" } as Change], "before/1");
  const [one, two] = [windowOn(memory, clock, chance, "one"), windowOn(memory, clock, chance, "two")];
  return { clock, memory, one, two };
}
