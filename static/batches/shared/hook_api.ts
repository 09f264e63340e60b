/** A batch's hook in the REST API. */

import { getJson, sendJson } from "../../editor/net/api.ts";
import type { Job, Told } from "./api.ts";

/** How an address was told that a round is done. */
export interface Delivery {
  readonly round: number;
  readonly state: Job["state"];
  /** What it answered; null: not told yet. */
  readonly status: number | null;
  readonly attempts: number;
  readonly at: string;
  readonly error: Told | null;
}

export interface Hook {
  readonly hook: string;
  readonly delivery: Delivery | null;
}

export const hook = (batch: string) => getJson<Hook>(`/api/batches/${batch}/hook`);

/** The only answer that shows it; the one before signs nothing any more. */
export async function newSecret(batch: string): Promise<string> {
  const { secret } = await sendJson<{ readonly secret: string }>("POST", `/api/batches/${batch}/secret`, {});
  return secret;
}
