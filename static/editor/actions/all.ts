/** Registers every action of the editor, once. */

import { registerExport } from "../export/index.ts";
import { registerArrange } from "./arrange.ts";
import { registerCutout } from "./cutout.ts";
import { registerEdit } from "./edit.ts";
import { registerText } from "../tools/text/actions.ts";
import { registerLook } from "./look.ts";
import { registerClipboard } from "./pasting.ts";
import { registerView } from "./view.ts";

export function registerAll(): void {
  registerEdit();
  registerClipboard();
  registerArrange();
  registerCutout();
  registerLook();
  registerView();
  registerText();
  registerExport();
}
