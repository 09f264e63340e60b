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
/** Gaps are compared among boxes of about one size: a background isn't one of a row of icons. */
const ALIKE = 4;

type Mark = (from: number, to: number, a: Box, b: Box) => GapMark;

/** Every place along the axis where gaps would be equal. Looks at boxes in the same row only. */
export function gapPlaces(box: Box, axis: Axis, others: readonly Box[]): readonly GapPlace[] {
  const row = others
    .filter((one) => overlap(lengthwise(axis, one), lengthwise(axis, box)))
    .sort((a, b) => along(axis, a).from - along(axis, b).from);
  const mark: Mark = (from, to, a, b) => ({ axis, from, to, at: between(axis, a, b), label: String(Math.round(to - from)) });
  const own = along(axis, box).size;
  const alike = row.filter((one) => {
    const { size } = along(axis, one);
    return size <= own * ALIKE && own <= size * ALIKE;
  });
  return [...middles(box, axis, row, mark), ...repeats(box, axis, alike.slice(0, MOST), mark)];
}

/** In the middle between the nearest boxes at both sides. */
function middles(box: Box, axis: Axis, row: readonly Box[], mark: Mark): GapPlace[] {
  const own = along(axis, box);
  const middle = own.from + own.size / 2;
  const before = row.filter((one) => endOf(along(axis, one)) <= middle).sort((a, b) => endOf(along(axis, b)) - endOf(along(axis, a)))[0];
  const after = row.find((one) => along(axis, one).from >= middle);
  if (!before || !after) return [];
  const [start, end] = [endOf(along(axis, before)), along(axis, after).from];
  if (end - start < own.size) return [];
  const at = start + (end - start - own.size) / 2;
  return [{ at, marks: [mark(start, at, before, box), mark(at + own.size, end, box, after)] }];
}

/** As far from a pair of neighbours as they are from each other. */
function repeats(box: Box, axis: Axis, row: readonly Box[], mark: Mark): GapPlace[] {
  const own = along(axis, box);
  const found: GapPlace[] = [];
  for (let index = 1; index < row.length; index += 1) {
    const [before, after] = [row[index - 1]!, row[index]!];
    const [start, end] = [endOf(along(axis, before)), along(axis, after).from];
    const gap = end - start;
    if (gap <= 0) continue;
    const [first, last] = [along(axis, before).from, endOf(along(axis, after))];
    found.push({ at: last + gap, marks: [mark(start, end, before, after), mark(last, last + gap, after, box)] });
    found.push({ at: first - gap - own.size, marks: [mark(first - gap, first, box, before), mark(start, end, before, after)] });
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
