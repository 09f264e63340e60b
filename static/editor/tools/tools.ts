/** Every tool, in the order of the tool rail. */

import type { Tool } from "./tool.ts";

export const tools: readonly Tool[] = [];

export function toolNamed(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}
