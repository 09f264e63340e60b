/** The workspace's photos, a page at a time, newest first. */

import { ask, getJson, type Original } from "./api.ts";

export interface Page {
  readonly items: readonly Original[];
  readonly count: number;
}

export interface Sample {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  /** The workspace's own copy, or null. */
  readonly original: string | null;
}

export const PAGE = 60;

/** Drawings have no pixels to put on a canvas. */
export function photos(q: string, offset: number, signal: AbortSignal): Promise<Page> {
  const asked = new URLSearchParams({ q, offset: String(offset), limit: String(PAGE), drawings: "false" });
  return getJson<Page>(`/api/originals?${asked.toString()}`, signal);
}

export async function samples(): Promise<readonly Sample[]> {
  return (await getJson<{ items: readonly Sample[] }>("/api/samples")).items;
}

/** Puts samples into the workspace; the same again changes nothing. */
export async function addSamples(names: readonly string[]): Promise<readonly Original[]> {
  const answer = await ask("/api/samples", {
    method: "POST", body: JSON.stringify({ names }), headers: { "Content-Type": "application/json" },
  });
  return ((await answer.json()) as { items: readonly Original[] }).items;
}

/** The same address as the library's, so that the browser has it already. */
export function thumbOf(photo: string): string {
  return `/cdn-cgi/image/width=336,height=336,fit=scale-down,format=auto,anim=false/${photo}`;
}
