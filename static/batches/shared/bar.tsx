/** How far a batch is: one slim bar, a segment for each state. */

import type { Counts } from "./api.ts";
import { inWords, PARTS } from "./words.ts";

export function CountsBar({ counts, label = "Photos" }: { counts: Counts; label?: string }) {
  return (
    <span class="counts-bar" role="img" aria-label={`${label}: ${inWords(counts)}`}>
      {PARTS.map((part) => (
        <i key={part} data-part={part} style={{ flexGrow: counts.total > 0 ? counts[part] / counts.total : 0 }} />
      ))}
    </span>
  );
}
