/** A document's links: asked for, made, revoked. */

import { signal } from "@preact/signals";
import { ask, getJson } from "../net/api.ts";

export interface Link {
  readonly id: string;
  readonly absolute: string;
  readonly created: string;
  readonly expires: string | null;
  readonly revoked: string | null;
  readonly live: boolean;
}

const DAY_S = 24 * 3600;

/** How long a link holds: the words for it, and seconds; null without an end. */
export const TERMS = [
  { value: "day", label: "1 day", seconds: DAY_S },
  { value: "week", label: "7 days", seconds: 7 * DAY_S },
  { value: "month", label: "30 days", seconds: 30 * DAY_S },
  { value: "never", label: "No end", seconds: null },
] as const;
export type Term = (typeof TERMS)[number]["value"];

/** null: not loaded yet. */
export const links = signal<readonly Link[] | null>(null);

/** When a guest's workspace ends, and every link with it; null for others. */
export const guestEnd = signal<string | null>(null);

export async function loadLinks(document: string): Promise<void> {
  guestEnd.value = (await getJson<{ expires: string | null }>("/api/workspace")).expires;
  links.value = (await getJson<{ items: Link[] }>(`/api/documents/${document}/shares`)).items;
}

export async function makeLink(document: string, term: Term): Promise<Link> {
  const seconds = TERMS.find((one) => one.value === term)?.seconds ?? null;
  const answer = await ask(`/api/documents/${document}/shares`, {
    method: "POST",
    body: JSON.stringify({ expires_in: seconds }),
    headers: { "Content-Type": "application/json" },
  });
  const made = (await answer.json()) as Link;
  links.value = [made, ...(links.value ?? [])];
  return made;
}

export async function revokeLink(document: string, id: string): Promise<void> {
  const answer = await ask(`/api/documents/${document}/shares/${id}`, { method: "DELETE" });
  const done = (await answer.json()) as Link;
  links.value = (links.value ?? []).map((one) => (one.id === id ? done : one));
}

/** The address that makes this document anew from one's own photos; a StudioError says why there is none. */
export async function compositionAddress(document: string): Promise<string> {
  return (await getJson<{ absolute: string }>(`/api/documents/${document}/address`)).absolute;
}
