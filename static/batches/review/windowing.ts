/** Numbers of the grid's window: what is kept ready, and how a card comes into view. */

/** Rows so far beyond the window are kept ready; px. Bounded, so that huge windows stay light. */
export function reachOf(height: number): number {
  return Math.max(300, Math.min(600, height * 0.7));
}

/** How far to scroll so that a card at `top` lies between what sticks above and below; px. */
export function shift(top: number, card: number, height: number, above: number, below: number): number {
  if (top < above) return top - above;
  return Math.max(0, Math.min(top - above, top + card + below - height));
}
