/** What menus and the context toolbar offer for a text. */

import icon from "lucide-static/icons/pencil-line.svg";
import { register } from "../../actions/registry.ts";
import { tool } from "../../state/view.ts";
import { candidate } from "./session.ts";

export function registerText(): void {
  register({
    id: "edit-text", label: "Edit text", group: "Layer", icon,
    enabled: () => candidate() !== null && tool.value !== "text",
    run: () => {
      tool.value = "text";
    },
  });
}
