/** Which models can cut out, as the server's cards tell; asked once. */

import { signal } from "@preact/signals";
import { getJson } from "../net/api.ts";

export interface ModelFacts {
  readonly name: string;
  readonly task: string;
  readonly quality: string;
  /** Its weights are here. */
  readonly present: boolean;
  /** What `auto` means now. */
  readonly auto: boolean;
}

/** null until it is known; empty while the inference service is away. */
export const models = signal<readonly ModelFacts[] | null>(null);
let asked = false;

export function learnModels(): void {
  if (asked) return;
  asked = true;
  getJson<readonly ModelFacts[]>("/api/models").then(
    (told) => { models.value = told.filter((one) => one.task === "matte"); },
    () => { asked = false; },
  );
}
