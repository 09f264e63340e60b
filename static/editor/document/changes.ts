/** Applies changes; each comes with its inverse. The same rules as editor/plan/patches.py. */

import { alike, heldBy, wholeLayer, wholeValue, writtenLayer, type Fields, type RecordName } from "./defaults.ts";
import { DEFAULTS } from "./schema.ts";
import { changed, everyLayer, find, inserted, placeOf, without } from "./tree.ts";
import type { AddChange, Change, Doc, Layer, MoveChange, Patch, Place, SetChange } from "./types.ts";

/** The change speaks of a layer that isn't there, or would put a group into itself. */
export class Missing extends Error {}

/** The document has a layer of this id already. */
export class Twice extends Error {}

/** The record with one field set, and the field and value that undo it. */
function setField(name: RecordName, record: Fields, field: string, value: unknown): [Fields, string, unknown] {
  const dot = field.indexOf(".");
  if (dot < 0) {
    const old = record[field];
    const initial = wholeValue(name, field, null);
    const done = { ...record, [field]: wholeValue(name, field, value) };
    return [done, field, alike(old, initial) ? null : old];
  }
  const [head, rest] = [field.slice(0, dot), field.slice(dot + 1)];
  if (Array.isArray(record[head])) return setItem(name, record, head, rest, value);
  const held = heldBy(name, head);
  if (!held) return setOption(record, head, rest, value);
  const old = record[head] as Fields | null;
  const [inner, undo, back] = setField(held, old ?? DEFAULTS[held] as unknown as Fields, rest, value);
  const done = { ...record, [head]: inner };
  return old === null ? [done, head, null] : [done, `${head}.${undo}`, back];
}

/** One thing more at the end of a list (`+`), or the last equal one less (`-`). */
function setItem(name: RecordName, record: Fields, head: string, way: string, value: unknown): [Fields, string, unknown] {
  const list = record[head] as readonly unknown[];
  const [one] = wholeValue(name, head, [value]) as [unknown];
  if (way === "+") return [{ ...record, [head]: [...list, one] }, `${head}.-`, one];
  const at = list.map((other) => alike(other, one)).lastIndexOf(true);
  if (at < 0) return [record, `${head}.-`, one];
  return [{ ...record, [head]: list.filter((_, index) => index !== at) }, `${head}.+`, one];
}

/** One option of a recipe; null takes it out. */
function setOption(record: Fields, head: string, option: string, value: unknown): [Fields, string, unknown] {
  const { [option]: old, ...rest } = record[head] as Fields;
  const recipe = value === null || value === undefined ? rest : { ...rest, [option]: value };
  return [{ ...record, [head]: recipe }, `${head}.${option}`, old ?? null];
}

function need(doc: Doc, id: string): Layer {
  const layer = find(doc.layers, id);
  if (!layer) throw new Missing(`no layer ${id}`);
  return layer;
}

function set(doc: Doc, change: SetChange): [Doc, Change] {
  if (!change.layer) {
    const [done, field, value] = setField("Doc", doc as unknown as Fields, change.field, change.value);
    return [done as unknown as Doc, { op: "set", layer: "", field, value }];
  }
  const layer = need(doc, change.layer) as unknown as Fields;
  const [done, field, value] = setField("Layer", layer, change.field, change.value);
  const layers = changed(doc.layers, change.layer, () => done as unknown as Layer);
  return [{ ...doc, layers }, { op: "set", layer: change.layer, field, value }];
}

function put(doc: Doc, layer: Layer, given: Partial<Place>): Doc {
  const place = { parent: given.parent ?? "", below: given.below ?? "" };
  if (place.parent) need(doc, place.parent);
  return { ...doc, layers: inserted(doc.layers, layer, place) };
}

function add(doc: Doc, change: AddChange): [Doc, Change] {
  const layer = wholeLayer(change.layer);
  for (const one of everyLayer([layer])) {
    if (find(doc.layers, one.id)) throw new Twice(`a layer ${one.id} is there`);
  }
  return [put(doc, layer, change), { op: "remove", layer: layer.id }];
}

function remove(doc: Doc, id: string): [Doc, Change] {
  const layer = need(doc, id);
  const place = placeOf(doc.layers, id) as Place;
  return [{ ...doc, layers: without(doc.layers, id) }, { op: "add", layer: writtenLayer(layer), ...place }];
}

function move(doc: Doc, change: MoveChange): [Doc, Change] {
  const layer = need(doc, change.layer);
  const before = placeOf(doc.layers, change.layer) as Place;
  const rest = { ...doc, layers: without(doc.layers, change.layer) };
  return [put(rest, layer, change), { op: "move", layer: change.layer, ...before }];
}

/** One change and its inverse. */
export function applied(doc: Doc, change: Change): [Doc, Change] {
  switch (change.op) {
    case "set":
      return set(doc, change);
    case "add":
      return add(doc, change);
    case "remove":
      return remove(doc, change.layer);
    case "move":
      return move(doc, change);
  }
}

/** All changes in order, and the patch that undoes them. Throws Missing or Twice without having
 * done a part. */
export function apply(doc: Doc, patch: Patch): [Doc, Patch] {
  const undo: Change[] = [];
  for (const change of patch) {
    const [next, back] = applied(doc, change);
    doc = next;
    undo.unshift(back);
  }
  return [doc, undo];
}

/** What became of a patch whose document may have changed meanwhile. */
export interface Merged {
  readonly doc: Doc;
  /** The changes that were made, and what undoes them. */
  readonly patch: Patch;
  readonly inverse: Patch;
  /** Changes left out because their layer is gone. What is so already isn't among them. */
  readonly conflicts: Patch;
}

/** The patch as far as it can be applied. The same rules as editor/plan/merging.py. */
export function merged(doc: Doc, wanted: Patch): Merged {
  const patch: Change[] = [];
  const inverse: Change[] = [];
  const conflicts: Change[] = [];
  for (const change of wanted) {
    try {
      const [next, back] = applied(doc, change);
      doc = next;
      patch.push(change);
      inverse.unshift(back);
    } catch (error) {
      if (!(error instanceof Missing || error instanceof Twice)) throw error;
      if (!isSoAlready(doc, change)) conflicts.push(change);
    }
  }
  return { doc, patch, inverse, conflicts };
}

/** Both deleted it, or both brought it back. */
function isSoAlready(doc: Doc, change: Change): boolean {
  if (change.op === "remove") return true;
  return change.op === "add" && find(doc.layers, change.layer.id ?? "") !== null;
}
