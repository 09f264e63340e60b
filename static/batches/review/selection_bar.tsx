/** What can be done with the selected items, at the foot of the window. */

import check from "lucide-static/icons/check.svg";
import bin from "lucide-static/icons/trash-2.svg";
import again from "lucide-static/icons/rotate-ccw.svg";
import cross from "lucide-static/icons/x.svg";
import back from "lucide-static/icons/undo-2.svg";
import { Button } from "../../editor/ui/button.tsx";
import { usePageKeys } from "./choosing.tsx";
import { bringBack, decide, retry } from "./deciding.ts";
import { concerned, opened, order, selected, selection, view } from "./state.ts";

export function SelectionBar() {
  usePageKeys();
  const count = selected.value;
  if (count === 0 || opened.value !== null) return null;
  const dropped = view.value.state === "dropped";
  return (
    <div class="review-chosen" role="toolbar" aria-label="Selection">
      <Button bare label="Clear the selection" keys="Esc" icon={cross} onClick={() => selection.clear()} />
      <b class="numbers" role="status">{count.toLocaleString("en")} selected</b>
      <Button ghost label="Select all" onClick={() => selection.all(order.value ?? [])} />
      <span class="gap" />
      {dropped ? (
        <Button label="Bring back" icon={back} onClick={() => void bringBack(concerned())} />
      ) : (
        <>
          <Button label="Accept" icon={check} keys="A" onClick={() => void decide("accept", concerned())} />
          <Button label="Retry" icon={again} keys="R" onClick={() => void retry(concerned())} />
          <Button label="Drop" icon={bin} keys="D" onClick={() => void decide("drop", concerned())} />
        </>
      )}
    </div>
  );
}
