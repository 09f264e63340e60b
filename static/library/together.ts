/** Keys that come almost together are worked on together. */

const TOGETHER_MS = 60;

export class Together {
  readonly #work: (keys: readonly string[]) => Promise<void>;
  #coming: { readonly keys: string[]; readonly done: Promise<void> } | null = null;

  constructor(work: (keys: readonly string[]) => Promise<void>) {
    this.#work = work;
  }

  /** Resolves once the work on `key` and its companions is done. */
  add(key: string): Promise<void> {
    this.#coming ??= {
      keys: [],
      done: new Promise<void>((go) => setTimeout(go, TOGETHER_MS)).then(() => this.#begin()),
    };
    this.#coming.keys.push(key);
    return this.#coming.done;
  }

  #begin(): Promise<void> {
    const keys = this.#coming?.keys ?? [];
    this.#coming = null;
    return this.#work(keys);
  }
}
