/** A line of states that can be walked back and forth; what is frozen needs no copies. */

export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
}

const DEPTH = 200;

export function start<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** The next state. `merge` replaces the present one: a slider that moves is one change. */
export function push<T>(history: History<T>, now: T, merge = false): History<T> {
  if (merge && history.past.length > 0) return { ...history, now, future: [] };
  return { past: [...history.past, history.now].slice(-DEPTH), now, future: [] };
}

export function undo<T>(history: History<T>): History<T> {
  const now = history.past.at(-1);
  if (now === undefined) return history;
  return { past: history.past.slice(0, -1), now, future: [history.now, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
  const [now, ...future] = history.future;
  if (now === undefined) return history;
  return { past: [...history.past, history.now], now, future };
}
