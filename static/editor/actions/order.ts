/** Front to back: the changes that put layers higher or lower among their siblings. */

import type { Change, Layer, Patch } from "../document/types.ts";

export type Way = "front" | "forward" | "backward" | "back";

/** Bottom to top, with the chosen ones moved. */
function arranged(ids: readonly string[], chosen: ReadonlySet<string>, way: Way): readonly string[] {
  const moving = ids.filter((id) => chosen.has(id));
  const rest = ids.filter((id) => !chosen.has(id));
  if (way === "front") return [...rest, ...moving];
  if (way === "back") return [...moving, ...rest];
  const order = way === "forward" ? [...ids].reverse() : [...ids];
  for (let i = 1; i < order.length; i += 1) {
    const [before, id] = [order[i - 1]!, order[i]!];
    if (chosen.has(id) && !chosen.has(before)) [order[i - 1], order[i]] = [id, before];
  }
  return way === "forward" ? order.reverse() : order;
}

/** Empty when every chosen layer already lies there. */
export function ordered(layers: readonly Layer[], chosen: ReadonlySet<string>, way: Way, parent = ""): Patch {
  const ids = layers.map((layer) => layer.id);
  const wanted = arranged(ids, chosen, way);
  const moved = wanted.some((id, index) => id !== ids[index]);
  const own: Change[] = moved
    ? wanted.flatMap((id, index) =>
        chosen.has(id) ? [{ op: "move" as const, layer: id, parent, below: wanted[index - 1] ?? "" }] : [],
      )
    : [];
  const inside = layers.flatMap((layer) =>
    chosen.has(layer.id) ? [] : ordered(layer.layers, chosen, way, layer.id),
  );
  return [...own, ...inside];
}
