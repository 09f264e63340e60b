/** How saving stands, in words for people. */

import { StudioError } from "../net/errors.ts";
import type { Hindrance } from "./sync.ts";

/** Something that can be done about the state. */
export interface Way {
  readonly label: string;
  readonly run: () => void;
}

export interface SaveState {
  readonly kind: "saved" | "saving" | "offline" | "failed" | "conflict";
  readonly text: string;
  /** What helps, in a sentence; may be empty. */
  readonly remedy?: string;
  readonly ways?: readonly Way[];
}

export interface Facts {
  readonly pending: number;
  readonly hindrance: Hindrance;
  /** Why the server refused an edit; "" when it didn't. */
  readonly refused: string;
  /** The name of a layer that others deleted while it was changed here; "" for none. */
  readonly deleted: string;
  readonly linked: boolean;
}

export interface Ways {
  readonly retry: Way;
  readonly discard: Way;
  readonly bringBack: Way;
  readonly leave: Way;
  readonly takeBack: Way;
  readonly reload: Way;
  readonly copy: Way;
}

/** The worst that is the case. */
export function stateOf(facts: Facts, ways: Ways): SaveState {
  const { hindrance, pending, refused, deleted } = facts;
  if (hindrance.kind === "blocked") return blocked(hindrance.error, ways);
  if (refused) {
    const text = `Not saved: ${refused}`;
    return { kind: "failed", text, remedy: "The edit is kept here.", ways: [ways.retry, ways.discard] };
  }
  if (deleted) {
    const text = `Somebody deleted “${deleted}” while you changed it.`;
    return { kind: "conflict", text, remedy: "", ways: [ways.bringBack, ways.leave] };
  }
  if (hindrance.kind === "away" || !facts.linked) return away(hindrance.error);
  return pending ? { kind: "saving", text: "Saving…" } : { kind: "saved", text: "Saved" };
}

function away(error: StudioError | null): SaveState {
  const busy = error !== null && error.status > 0;
  const text = busy ? "The studio is busy: edits are kept here" : "Offline: edits are kept here";
  return { kind: "offline", text, remedy: "They are saved by themselves when it is back." };
}

function blocked(error: StudioError | null, ways: Ways): SaveState {
  const say = (text: string, remedy: string, ...more: Way[]): SaveState => ({ kind: "failed", text, remedy, ways: more });
  const kept = "Edits are kept in this browser.";
  switch (error?.status) {
    case 401:
      return say("Not saved: you are signed out.", `Sign in in another tab. ${kept}`, ways.retry);
    case 403:
      return say("Not saved: this page is too old to save.", `Load it again. ${kept}`, ways.reload, ways.retry);
    case 404:
    case 410:
      return say("Not saved: the document was deleted.", kept, ways.copy, ways.retry);
    case 409:
      return say("Not saved: the document lies in the trash.", kept, ways.takeBack);
    default:
      return say(`Not saved: ${error?.message ?? "something went wrong."}`, error?.remedy ?? kept, ways.retry);
  }
}
