/** What operations there are and which values they take, as the server describes them; asked once. */

import { signal } from "@preact/signals";
import { getJson } from "./api.ts";

export interface OptionFacts {
  readonly name: string;
  readonly default: unknown;
  readonly help: string;
  readonly schema: {
    readonly type?: string;
    readonly format?: string;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly unit?: string;
  };
}

export interface OperationFacts {
  readonly name: string;
  readonly options: readonly OptionFacts[];
}

/** null until it is known. */
export const operations = signal<readonly OperationFacts[] | null>(null);
let asked = false;

/** Asks for the registry unless that was done; a failure is tried again at the next call. */
export function learn(): void {
  if (asked) return;
  asked = true;
  getJson<{ operations: readonly OperationFacts[] }>("/api/operations").then(
    (told) => { operations.value = told.operations; },
    () => { asked = false; },
  );
}
