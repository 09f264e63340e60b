/** Opens the export window; its code comes when it is first wanted. */

import exportIcon from "lucide-static/icons/download.svg";
import { signal } from "@preact/signals";
import { register } from "../actions/registry.ts";

export const exporting = signal(false);

export async function openExport(): Promise<void> {
  if (exporting.value) return;
  exporting.value = true;
  try {
    const { mount } = await import("./dialog.tsx");
    await mount(() => {
      exporting.value = false;
    });
  } catch (error) {
    exporting.value = false;
    throw error;
  }
}

export function registerExport(): void {
  register({
    id: "export", label: "Export", group: "File", keys: ["Mod+e"], icon: exportIcon,
    enabled: () => !exporting.value, run: openExport,
  });
}
