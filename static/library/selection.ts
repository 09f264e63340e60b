/** Which things are selected, by key; ranges go by the order in which they are shown. */

export class Selection {
  #chosen = new Set<string>();
  /** Where a range begins. */
  #anchor: string | null = null;
  readonly #changed: () => void;

  constructor(changed: () => void = () => undefined) {
    this.#changed = changed;
  }

  get size(): number {
    return this.#chosen.size;
  }

  has(key: string): boolean {
    return this.#chosen.has(key);
  }

  /** In the order shown; what isn't shown any more comes last. */
  keys(order: readonly string[]): string[] {
    const shown = order.filter((key) => this.#chosen.has(key));
    const rest = new Set(this.#chosen);
    for (const key of shown) rest.delete(key);
    return [...shown, ...rest];
  }

  set(key: string, on: boolean): void {
    if (on) this.#chosen.add(key);
    else this.#chosen.delete(key);
    this.#anchor = key;
    this.#changed();
  }

  toggle(key: string): void {
    this.set(key, !this.#chosen.has(key));
  }

  /** Everything from the last one touched to `key`; what lies outside stays as it is. */
  range(key: string, order: readonly string[]): void {
    const from = this.#anchor === null ? -1 : order.indexOf(this.#anchor);
    const to = order.indexOf(key);
    if (to < 0) return;
    if (from < 0) return this.set(key, true);
    for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) this.#chosen.add(one);
    this.#changed();
  }

  all(order: readonly string[]): void {
    this.#chosen = new Set(order);
    this.#changed();
  }

  clear(): void {
    if (this.#chosen.size === 0) return;
    this.#chosen.clear();
    this.#anchor = null;
    this.#changed();
  }

  /** Forgets what is gone. */
  drop(keys: Iterable<string>): void {
    for (const key of keys) this.#chosen.delete(key);
    this.#changed();
  }
}
