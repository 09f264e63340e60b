/** Applies patches from the standard input: what the browser makes of the same documents. */

import { readFileSync } from "node:fs";
import { apply, merged } from "../../static/editor/document/changes.ts";
import { wholeDoc } from "../../static/editor/document/defaults.ts";
import type { Doc, Patch } from "../../static/editor/document/types.ts";

interface Case {
  readonly body: unknown;
  /** Applied in strictness; the next one as far as it can be. */
  readonly patch: Patch;
  readonly late: Patch;
}

const written = (doc: Doc): unknown => ({ schema: 1, ...doc });

function outcome({ body, patch, late }: Case): unknown {
  const [done, inverse] = apply(wholeDoc(body), patch);
  const back = apply(done, inverse)[0];
  const both = merged(done, late);
  return {
    done: written(done),
    inverse,
    back: written(back),
    merged: { doc: written(both.doc), patch: both.patch, conflicts: both.conflicts },
  };
}

const cases = JSON.parse(readFileSync(0, "utf8")) as Case[];
process.stdout.write(JSON.stringify(cases.map(outcome)));
