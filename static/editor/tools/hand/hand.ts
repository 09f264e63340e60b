/** The hand: moves the canvas under the window. The stage lends it to every tool while space is held. */

import icon from "lucide-static/icons/hand.svg";
import { panBy, zoomToSelection } from "../../stage/navigate.ts";
import { grabbing } from "../../stage/pointer.ts";
import type { Tool } from "../tool.ts";

export const hand: Tool = {
  name: "hand",
  label: "Hand",
  icon,
  key: "h",
  cursor: () => "grab",
  down(start) {
    let last = start.screen;
    grabbing.value = true;
    return {
      move(at) {
        panBy(at.screen.x - last.x, at.screen.y - last.y);
        last = at.screen;
      },
      up: () => void (grabbing.value = false),
      cancel: () => void (grabbing.value = false),
    };
  },
  doubleClick: () => zoomToSelection(),
};
