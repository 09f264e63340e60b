/** How close the picture is looked at, for those who don't pinch. */

import minus from "lucide-static/icons/minus.svg";
import plus from "lucide-static/icons/plus.svg";
import { Button } from "../../editor/ui/button.tsx";
import { closest, percent, toggle, zoomed, zoomIn, zoomOut } from "./zoom.ts";

export function ZoomBar() {
  const share = `${percent.value} %`;
  const other = zoomed.value ? "show the whole picture" : "show its own px";
  return (
    <div class="viewer-zoom" role="group" aria-label="Zoom">
      <Button bare label="Zoom out" keys="−" icon={minus} disabled={!zoomed.value} onClick={zoomOut} />
      <button type="button" class="btn ghost share" title={`100 %: each px of the file is one of the screen (${zoomed.value ? "0" : "1"})`}
        onClick={() => toggle()}>{share}<span class="visually-hidden">, {other}</span></button>
      <Button bare label="Zoom in" keys="+" icon={plus} disabled={closest.value} onClick={zoomIn} />
      <span class="visually-hidden" role="status">{zoomed.value ? `Zoomed to ${share}` : ""}</span>
    </div>
  );
}
