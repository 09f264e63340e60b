/** The page goes out of sight or away: what can be saved is saved, and only what can't is warned of.
 * Where no events come, it asks from time to time. */

import { isLasting } from "./server.ts";
import type { Session } from "./session.ts";

/** How often a window that hears nothing asks: a proxy may let no sockets through. */
const ASK_MS = 15_000;

export function watchHearing(session: Session, hears: () => boolean): void {
  setInterval(() => {
    if (document.visibilityState === "visible" && navigator.onLine && !hears()) session.sync.look();
  }, ASK_MS);
}

export function watchLeaving(session: Session): void {
  const flush = (): void => session.sync.flush(true);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
    else session.sync.look();
  });
  addEventListener("pagehide", flush);
  addEventListener("online", () => session.sync.wake());
  addEventListener("focus", () => session.sync.wake());
  addEventListener("beforeunload", (event) => {
    flush();
    if (isLeftBehind(session)) event.preventDefault();
  });
}

/** True when an edit would stay in this browser alone. */
function isLeftBehind({ replica, sync }: Session): boolean {
  const unsent = replica.entries.filter((entry) => !entry.key || entry.refused);
  if (unsent.length || !replica.entries.length) return unsent.length > 0;
  const lasting = isLasting(JSON.stringify(replica.entries.map((entry) => entry.patch)));
  return !lasting || sync.hindrance.kind !== "none";
}
