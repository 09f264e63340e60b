/** The way back to the batch whose item this document is: what is changed here flows into its files. */

import arrowLeft from "lucide-static/icons/arrow-left.svg";
import { phone } from "../state/shell.ts";
import { Glyph } from "../ui/glyph.tsx";

export function BackToBatch() {
  const { batch, batchName = "", item = "" } = document.getElementById("editor")?.dataset ?? {};
  if (!batch) return null;
  const label = `Back to batch ${batchName}`;
  return (
    <a class={phone.value ? "btn ghost icon" : "btn to-batch"} href={`/batches/${batch}?item=${item}`} aria-label={label} title={`${label}: your changes flow into its files`}>
      <Glyph drawing={arrowLeft} />
      {phone.value ? null : <span dir="auto">{batchName}</span>}
    </a>
  );
}
