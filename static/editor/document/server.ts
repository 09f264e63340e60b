/** The routes of one document. */

import { ask } from "../net/api.ts";
import { offline } from "../net/errors.ts";
import type { Saved } from "./replica.ts";
import type { Patch } from "./types.ts";

/** A document as `GET /api/documents/<id>` answers it. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly body: unknown;
  readonly trashed?: string | null;
}

/** A saved change with what it replaced, from the history. */
export interface Version extends Saved {
  readonly inverse: Patch;
  readonly created: string;
}

/** One entry of the history in short. */
export interface Save {
  readonly revision: number;
  readonly client: string;
  readonly created: string;
}

/** What a save did. */
export interface Answer {
  readonly revision: number;
  readonly patch: Patch;
  readonly conflicts: Patch;
  readonly missed: readonly Saved[];
}

export interface Server {
  save(revision: number, patch: Patch, key: string): Promise<Answer>;
  history(after: number): Promise<readonly Version[]>;
  load(): Promise<Row>;
}

/** Larger bodies can't outlive their page: browsers refuse 64 KiB. */
const LASTING_BYTES = 48_000;

export function isLasting(body: string): boolean {
  return new TextEncoder().encode(body).length <= LASTING_BYTES;
}

const JSON_BODY = { "Content-Type": "application/json" };

/** The routes of the document that `id` names when they are called. */
export function serverOf(id: () => string): Server {
  const path = () => `/api/documents/${id()}`;
  return {
    async save(revision, patch, client) {
      const body = JSON.stringify({ revision, patch, client });
      const init = { method: "PATCH", body, headers: JSON_BODY, keepalive: isLasting(body) };
      const answer = await ask(path(), init);
      return bodyOf<Answer>(answer);
    },
    history: async (after) => bodyOf<Version[]>(await ask(`${path()}/history?after=${after}`)),
    load: async () => bodyOf<Row>(await ask(path())),
  };
}

/** The JSON of an answer; one that broke off counts as none. */
async function bodyOf<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch {
    throw offline();
  }
}

/** When and by whom the document was saved, oldest first. */
export async function savesOf(id: string): Promise<Save[]> {
  return bodyOf(await ask(`/api/documents/${id}/saves`));
}

export async function renameDocument(id: string, name: string): Promise<void> {
  const body = JSON.stringify({ name });
  await ask(`/api/documents/${id}/name`, { method: "PUT", body, headers: JSON_BODY });
}

/** The id of a new document. */
export async function createDocument(name: string, body: unknown): Promise<string> {
  const init = { method: "POST", body: JSON.stringify({ name, body }), headers: JSON_BODY };
  return (await bodyOf<Row>(await ask("/api/documents", init))).id;
}

export async function takeBack(id: string): Promise<void> {
  await ask(`/api/documents/${id}/restore`, { method: "POST" });
}
