/** Align, distribute, order, flip: buttons for the actions, beside the numbers. */

import { shownLayers } from "./calm.ts";
import { keysOf } from "../actions/keyboard.ts";
import { action, perform } from "../actions/registry.ts";
import { Button } from "../ui/button.tsx";

const ALIGN = ["align-left", "align-centre", "align-right", "align-top", "align-middle", "align-bottom"];
const MORE = ["flip-x", "flip-y", "front", "forward", "backward", "back"];
const SEVERAL = ["flip-x", "flip-y", "distribute-x", "distribute-y", "front", "back"];

export function ActionButtons({ ids, label }: { ids: readonly string[]; label: string }) {
  return (
    <div class="buttons" role="group" aria-label={label}>
      {ids.map((id) => {
        const found = action(id);
        return <Button key={id} bare label={found.label} icon={found.icon} keys={keysOf(found)} disabled={!found.enabled()} onClick={() => void perform(id)} />;
      })}
    </div>
  );
}

export function Arrange() {
  const several = shownLayers.value.length > 1;
  return (
    <>
      <ActionButtons ids={ALIGN} label={several ? "Align to each other" : "Align to the canvas"} />
      <ActionButtons ids={several ? SEVERAL : MORE} label="Flip and order" />
    </>
  );
}
