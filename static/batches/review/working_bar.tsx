/** A slim bar below the top while the studio is asked for something that takes long. */

import { working } from "./state.ts";

export function Working() {
  if (!working.value) return null;
  return (
    <div class="working" role="progressbar" aria-label={working.value}>
      <div class="bar busy"><i /></div>
      <span>{working.value}…</span>
    </div>
  );
}
