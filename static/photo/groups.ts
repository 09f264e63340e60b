/** Operations under the headings that people look for; a new operation appears under "More". */

import type { Operation } from "./recipe.ts";

export interface Group {
  readonly title: string;
  readonly open: boolean;
  readonly operations: readonly Operation[];
}

const HEADINGS: ReadonlyArray<readonly [title: string, open: boolean, names: readonly string[]]> = [
  ["Cut out", true, ["segment"]],
  ["Background", true, ["background"]],
  ["Size and crop", true, ["resize"]],
  ["Outline", false, ["outline"]],
  ["Shadow", false, ["shadow"]],
  ["Adjust", false, ["brightness", "contrast", "gamma", "saturation", "blur", "sharpen"]],
  ["Turn", false, ["flip", "rotate"]],
  ["Trim", false, ["trim"]],
  ["Border", false, ["border"]],
  ["File", false, ["output"]],
];
const ELSEWHERE = new Set(["crop"]);

export function grouped(operations: readonly Operation[]): readonly Group[] {
  const named = HEADINGS.map(([title, open, names]) => ({
    title,
    open,
    operations: operations.filter((one) => names.includes(one.name)),
  }));
  const known = new Set(HEADINGS.flatMap(([, , names]) => names));
  const rest = operations.filter((one) => !known.has(one.name) && !ELSEWHERE.has(one.name));
  const groups = [...named, { title: "More", open: false, operations: rest }];
  return groups.filter((group) => group.operations.length > 0);
}
