/** The layers as a tree; every function returns new layers and keeps what it didn't touch. */

import type { Layer, Place } from "./types.ts";

export type Layers = readonly Layer[];

/** All layers, those of groups after their group. */
export function* everyLayer(layers: Layers): Generator<Layer> {
  for (const layer of layers) {
    yield layer;
    yield* everyLayer(layer.layers);
  }
}

export function find(layers: Layers, id: string): Layer | null {
  for (const layer of layers) {
    if (layer.id === id) return layer;
    const inside = layer.layers.length ? find(layer.layers, id) : null;
    if (inside) return inside;
  }
  return null;
}

/** The layers with these ids, in the order of the tree. */
export function among(layers: Layers, ids: ReadonlySet<string>): Layer[] {
  return layers.flatMap((layer) => {
    const inside = layer.layers.length ? among(layer.layers, ids) : [];
    return ids.has(layer.id) ? [layer, ...inside] : inside;
  });
}

export function placeOf(layers: Layers, id: string, parent = ""): Place | null {
  let below = "";
  for (const layer of layers) {
    if (layer.id === id) return { parent, below };
    const inside = placeOf(layer.layers, id, layer.id);
    if (inside) return inside;
    below = layer.id;
  }
  return null;
}

function withLayers(layer: Layer, layers: Layers): Layer {
  return layers === layer.layers ? layer : { ...layer, layers };
}

function mapped(layers: Layers, change: (layer: Layer) => Layer): Layers {
  let same = true;
  const done = layers.map((layer) => {
    const now = change(layer);
    if (now !== layer) same = false;
    return now;
  });
  return same ? layers : done;
}

export function changed(layers: Layers, id: string, change: (layer: Layer) => Layer): Layers {
  return mapped(layers, (layer) => {
    if (layer.id === id) return change(layer);
    return layer.layers.length ? withLayers(layer, changed(layer.layers, id, change)) : layer;
  });
}

export function without(layers: Layers, id: string): Layers {
  const left = layers.some((layer) => layer.id === id) ? layers.filter((layer) => layer.id !== id) : layers;
  return mapped(left, (layer) => withLayers(layer, without(layer.layers, id)));
}

/** One more layer. When its neighbour is gone, it lies on top of its group. */
export function inserted(layers: Layers, layer: Layer, place: Place): Layers {
  if (place.parent) {
    const there = { parent: "", below: place.below };
    return changed(layers, place.parent, (group) => withLayers(group, inserted(group.layers, layer, there)));
  }
  const at = layers.findIndex((one) => one.id === place.below);
  const index = at >= 0 ? at + 1 : place.below ? layers.length : 0;
  return [...layers.slice(0, index), layer, ...layers.slice(index)];
}
