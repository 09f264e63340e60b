/** Equal gaps: where a box has to stand so that its neighbours are as far away as others are. */

import type { Box } from "./affine.ts";
import { along, endOf, lengthwise, overlap, type Axis, type Span } from "./spans.ts";

/** One gap to draw: from `from` to `to` on its axis, at `at` on the other one. */
export interface GapMark {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  /** Canvas px, written. */
  readonly label: string;
}

export interface GapPlace {
  /** Where the moving box would begin. */
  readonly at: number;
  readonly marks: readonly GapMark[];
}

const MOST = 24;

/** Every place along the axis where gaps would be equal. Looks at boxes in the same row only. */
export function gapPlaces(box: Box, axis: Axis, others: readonly Box[]): readonly GapPlace[] {
  const row = others
    .filter((one) => overlap(lengthwise(axis, one), lengthwise(axis, box)))
    .sort((a, b) => along(axis, a).from - along(axis, b).from)
    .slice(0, MOST);
  if (row.length < 2) return [];
  const own = along(axis, box);
  const mark = (from: number, to: number, a: Box, b: Box): GapMark => {
    return { axis, from, to, at: between(axis, a, b), label: String(Math.round(to - from)) };
  };
  const found: GapPlace[] = [];
  for (let index = 1; index < row.length; index += 1) {
    const [before, after] = [row[index - 1]!, row[index]!];
    const [start, end] = [endOf(along(axis, before)), along(axis, after).from];
    const gap = end - start;
    if (gap <= 0) continue;
    if (gap >= own.size) {
      const half = (gap - own.size) / 2;
      const at = start + half;
      found.push({ at, marks: [mark(start, at, before, box), mark(at + own.size, end, box, after)] });
    }
    const [first, last] = [along(axis, before).from, endOf(along(axis, after))];
    found.push({
      at: last + gap,
      marks: [mark(start, end, before, after), mark(last, last + gap, after, box)],
    });
    found.push({
      at: first - gap - own.size,
      marks: [mark(first - gap, first, box, before), mark(start, end, before, after)],
    });
  }
  return found;
}

/** Where a mark between two boxes is drawn: in the middle of what they share of the other axis. */
function between(axis: Axis, a: Box, b: Box): number {
  const [one, two]: [Span, Span] = [lengthwise(axis, a), lengthwise(axis, b)];
  const from = Math.max(one.from, two.from);
  const to = Math.min(endOf(one), endOf(two));
  return (from + to) / 2;
}
