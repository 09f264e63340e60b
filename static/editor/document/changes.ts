/** Applies changes; each comes with its inverse. The same rules as editor/plan/patches.py. */

import { LAYER, LETTERING, SHAPE, wholeLayer, writtenLayer } from "./defaults.ts";
import { find, inserted, changed, placeOf, without } from "./tree.ts";
import type { Change, Doc, Layer, Patch } from "./types.ts";

/** The change speaks of a layer that isn't there. */
export class Missing extends Error {}

type Fields = Readonly<Record<string, unknown>>;
const PARTS: Readonly<Record<string, Fields>> = { text: { ...LETTERING }, shape: { ...SHAPE }, recipe: {} };

/** The record with one field set, and the field and value that undo it. */
function setField(record: Fields, field: string, value: unknown, defaults: Fields): [Fields, string, unknown] {
  const dot = field.indexOf(".");
  if (dot < 0) {
    const old = record[field];
    const same = JSON.stringify(old) === JSON.stringify(defaults[field]);
    const done = { ...record, [field]: value ?? defaults[field] };
    if (done[field] === undefined) delete (done as Record<string, unknown>)[field];
    return [done, field, same ? null : (old ?? null)];
  }
  const head = field.slice(0, dot);
  const old = record[head] as Fields | null;
  const part = PARTS[head] ?? {};
  const [inner, undo, back] = setField(old ?? part, field.slice(dot + 1), value, part);
  const done = { ...record, [head]: inner };
  return old === null ? [done, head, null] : [done, `${head}.${undo}`, back];
}

function need(doc: Doc, id: string): Layer {
  const layer = find(doc.layers, id);
  if (!layer) throw new Missing(`no layer ${id}`);
  return layer;
}

/** One change and its inverse. */
export function applied(doc: Doc, change: Change): [Doc, Change] {
  switch (change.op) {
    case "set": {
      if (!change.layer) {
        const [done, field, value] = setField(doc as unknown as Fields, change.field, change.value, { guides: [] });
        return [done as unknown as Doc, { ...change, field, value }];
      }
      const layer = need(doc, change.layer);
      const [done, field, value] = setField(layer as unknown as Fields, change.field, change.value, LAYER as unknown as Fields);
      const layers = changed(doc.layers, layer.id, () => done as unknown as Layer);
      return [{ ...doc, layers }, { ...change, field, value }];
    }
    case "add": {
      const layer = wholeLayer(change.layer);
      const place = { parent: change.parent ?? "", below: change.below ?? "" };
      if (place.parent) need(doc, place.parent);
      return [{ ...doc, layers: inserted(doc.layers, layer, place) }, { op: "remove", layer: layer.id }];
    }
    case "remove": {
      const layer = need(doc, change.layer);
      const place = placeOf(doc.layers, layer.id)!;
      return [{ ...doc, layers: without(doc.layers, layer.id) }, { op: "add", layer: writtenLayer(layer), ...place }];
    }
    case "move": {
      const layer = need(doc, change.layer);
      const before = placeOf(doc.layers, layer.id)!;
      const place = { parent: change.parent ?? "", below: change.below ?? "" };
      const rest = { ...doc, layers: without(doc.layers, layer.id) };
      if (place.parent) need(rest, place.parent);
      return [{ ...rest, layers: inserted(rest.layers, layer, place) }, { op: "move", layer: layer.id, ...before }];
    }
  }
}

/** All changes in order, and the patch that undoes them. Throws Missing without having done a part. */
export function apply(doc: Doc, patch: Patch): [Doc, Patch] {
  const undo: Change[] = [];
  for (const change of patch) {
    const [next, back] = applied(doc, change);
    doc = next;
    undo.unshift(back);
  }
  return [doc, undo];
}
