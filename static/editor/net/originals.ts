/** Facts of originals and the faces in them; each is asked for once. */

import { getJson, type Original } from "./api.ts";
import { Queue } from "./queue.ts";
import type { Fractions } from "../document/types.ts";

export interface FoundFace {
  readonly box: Fractions;
  readonly score: number;
}

export interface Faces {
  readonly faces: readonly FoundFace[];
  /** Who found them, in words. */
  readonly engine: string;
}

interface Told {
  readonly faces: readonly {
    readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
    readonly score: number;
  }[];
  readonly engine: string;
}

const queue = new Queue(2);
const originals = new Map<string, Promise<Original>>();
const faces = new Map<string, Promise<Faces>>();

/** What was asked before is remembered, a failure isn't. */
function once<T>(kept: Map<string, Promise<T>>, id: string, work: () => Promise<T>): Promise<T> {
  const known = kept.get(id);
  if (known) return known;
  const asked = queue.run(work);
  kept.set(id, asked);
  asked.catch(() => kept.delete(id));
  return asked;
}

export function originalOf(id: string): Promise<Original> {
  return once(originals, id, () => getJson<Original>(`/api/originals/${id}`));
}

export function facesOf(id: string): Promise<Faces> {
  return once(faces, id, async () => {
    const told = await getJson<Told>(`/api/originals/${id}/faces`);
    return {
      engine: told.engine,
      faces: told.faces.map(({ box, score }) => ({ score, box: [box.left, box.top, box.width, box.height] as const })),
    };
  });
}
