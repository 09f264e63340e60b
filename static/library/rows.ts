/** Which rows of a long grid are worth having on the page: pure numbers. */

export interface Shape {
  readonly columns: number;
  /** Height of a card and of the space below it; px. */
  readonly card: number;
  readonly gap: number;
}

export interface Part {
  /** The first and, exclusively, the last item. */
  readonly from: number;
  readonly to: number;
  /** Space for the rows that are left out above and below; px. */
  readonly above: number;
  readonly below: number;
}

/** `top` is where the grid begins in the window (negative once it is scrolled), `reach` how far
 *  beyond the window rows are kept ready; px. */
export function partOf(count: number, shape: Shape, top: number, height: number, reach: number): Part {
  const pitch = shape.card + shape.gap;
  const rows = Math.ceil(count / shape.columns);
  if (rows === 0 || pitch <= 0) return { from: 0, to: 0, above: 0, below: 0 };
  const first = clamp(Math.floor((-top - reach) / pitch), 0, rows - 1);
  const last = clamp(Math.ceil((-top + height + reach) / pitch), first + 1, rows);
  return {
    from: first * shape.columns,
    to: Math.min(count, last * shape.columns),
    above: first * pitch,
    below: (rows - last) * pitch,
  };
}

/** The top of an item's row, from the grid's own top; px. */
export function topOf(index: number, shape: Shape): number {
  return Math.floor(index / shape.columns) * (shape.card + shape.gap);
}

/** Kept free above a card that is brought into view: the header sticks there; px. */
export const HEADER = 64;
/** And below, for the bar of the selection. */
const FOOT = 80;

/** How far to scroll so that a card at `top` of the window is seen; 0 when it is; px. */
export function intoView(top: number, card: number, height: number): number {
  if (top < HEADER) return top - HEADER;
  return Math.max(0, Math.min(top - HEADER, top + card + FOOT - height));
}

/** Where a key leads from item `index`; null for keys that don't move. `page` is rows a page. */
export function moved(key: string, index: number, count: number, columns: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * page,
    PageDown: columns * page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  const to = index + step;
  // Up and down end in their own column; into a last row that is shorter they lead all the same.
  if (key === "ArrowUp" && to < 0) return index;
  if (key === "ArrowDown" && to >= count) return lastRow(index, count, columns) ? index : count - 1;
  return clamp(to, 0, count - 1);
}

function lastRow(index: number, count: number, columns: number): boolean {
  return Math.floor(index / columns) === Math.floor((count - 1) / columns);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
