/** Every tool, in the order of the tool rail. */

import { brushTool } from "./brush/tool.tsx";
import { hand } from "./hand/hand.ts";
import { select } from "./select/select.ts";
import type { Tool } from "./tool.ts";

export const tools: readonly Tool[] = [select, hand, brushTool];

export function toolNamed(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}
