/** Changes the look of selected texts; their boxes follow the letters. */

import { doc, selected } from "../document/store.ts";
import { find } from "../document/tree.ts";
import type { Layer, Lettering, Patch } from "../document/types.ts";
import { boxPatch, isSpatial, measured, paced } from "../tools/text/room.ts";
import { restyled } from "../tools/text/session.ts";
import { live } from "../ui/live.ts";

type Fields = Partial<Lettering>;

interface Job {
  readonly ids: readonly string[];
  readonly fields: Fields;
  readonly label: string;
  readonly merge: string;
  readonly moving: boolean;
}

export function texts(): readonly Layer[] {
  return selected.value.filter((layer) => layer.text && !layer.locked);
}

let jobs: Job[] = [];
let working = false;

/** Sets fields of all selected texts, as one undo step for a held control. */
export function setText(fields: Fields, label: string, moving: boolean): void {
  if (restyled(fields)) return;
  const ids = texts().map((layer) => layer.id);
  const names = Object.keys(fields);
  const job = { ids, fields, label, merge: `text.${names.join()}:${ids.join()}`, moving };
  if (!working && !names.some(isSpatial)) return live(lettersPatch(job), label, job.merge, moving);
  // What is overtaken needn't be measured.
  const last = jobs.at(-1);
  if (last?.moving && last.merge === job.merge) jobs.pop();
  jobs.push(job);
  if (!working) void work();
}

async function work(): Promise<void> {
  working = true;
  try {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const since = performance.now();
      const boxes = await Promise.all(layersOf(job).map((layer) => boxOf(layer, job.fields)));
      live([...lettersPatch(job), ...boxes.flat()], job.label, job.merge, job.moving);
      if (job.moving) await paced(since);
    }
  } finally {
    working = false;
  }
}

function layersOf({ ids }: Job): readonly Layer[] {
  return ids.flatMap((id) => find(doc.value.layers, id) ?? []);
}

function lettersPatch(job: Job): Patch {
  return layersOf(job).flatMap((layer) =>
    Object.entries(job.fields).map(([field, value]) => ({ op: "set" as const, layer: layer.id, field: `text.${field}`, value })),
  );
}

async function boxOf(layer: Layer, fields: Fields): Promise<Patch> {
  const changed: Layer = { ...layer, text: { ...layer.text!, ...fields } };
  return boxPatch(changed, await measured(changed));
}
