/** An undo steps aside where others have written since: it takes back only one's own changes. */

import type { Change, MoveChange, Patch, SetChange } from "./types.ts";

/** `inverse` without what would overwrite the later patch `theirs`. */
export function aside(inverse: Patch, theirs: Patch): Patch {
  let left = inverse;
  for (const change of theirs) {
    if (change.op === "set") left = besideSet(left, change);
    if (change.op === "move") left = besideMove(left, change);
  }
  return left;
}

function besideMove(inverse: Patch, theirs: MoveChange): Patch {
  return kept(inverse, (own) => (own.op === "move" && own.layer === theirs.layer ? null : own));
}

function besideSet(inverse: Patch, theirs: SetChange): Patch {
  return kept(inverse, (own) => {
    if (own.op !== "set" || own.layer !== theirs.layer) return own;
    if (`${own.field}.`.startsWith(`${theirs.field}.`)) return null;
    if (theirs.field.startsWith(`${own.field}.`)) return withPart(own, theirs);
    return own;
  });
}

/** Ours puts a whole object or list back, of which they have set or added a part: that stays theirs. */
function withPart(own: SetChange, theirs: SetChange): SetChange | null {
  const part = theirs.field.slice(own.field.length + 1);
  if (part === "+") return { ...own, value: [...((own.value as readonly unknown[] | null) ?? []), theirs.value] };
  const whole = own.value ?? (own.field === "recipe" ? {} : null);
  if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return null;
  return { ...own, value: { ...whole, [part]: theirs.value } };
}

/** The same patch when nothing changes, so that it stays one object. */
function kept(patch: Patch, change: (one: Change) => Change | null): Patch {
  let same = true;
  const left: Change[] = [];
  for (const one of patch) {
    const now = change(one);
    if (now !== one) same = false;
    if (now) left.push(now);
  }
  return same ? patch : left;
}
