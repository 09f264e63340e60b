/** What the page shows, and what changes it. */

import { signal } from "@preact/signals";
import { ask, sendJson } from "../../editor/net/api.ts";
import { markets as askMarkets, type Market } from "../shared/api.ts";
import type { Field } from "./fields.ts";

export const fields = signal<readonly Field[]>([]);
/** Those with rules; null while they are asked for. */
export const markets = signal<readonly Market[] | null>(null);
/** The person may correct them. */
export const mine = signal(false);

const at = (name: string): string => `/api/marketplaces/${encodeURIComponent(name)}`;

/** Keeps these instead of the shipped ones, as of today. */
export async function correct(name: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  await sendJson("PUT", at(name), changes);
  markets.value = await askMarkets();
}

export async function reset(name: string): Promise<void> {
  await ask(at(name), { method: "DELETE" });
  markets.value = await askMarkets();
}
