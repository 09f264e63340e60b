/** The page goes out of sight or away: what can be saved is saved, and only what can't is warned of. */

import { LASTING_BYTES } from "./server.ts";
import type { Session } from "./session.ts";

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
  const large = JSON.stringify(replica.entries.map((entry) => entry.patch)).length > LASTING_BYTES;
  return unsent.length > 0 || (replica.entries.length > 0 && (large || sync.hindrance.kind !== "none"));
}
