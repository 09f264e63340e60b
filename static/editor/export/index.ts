/** Opens the export window, whose code comes when it is first wanted; and the bytes as uploaded. */

import exportIcon from "lucide-static/icons/download.svg";
import fileIcon from "lucide-static/icons/file-down.svg";
import { signal } from "@preact/signals";
import { only } from "../actions/chosen.ts";
import { register } from "../actions/registry.ts";
import { StudioError } from "../net/errors.ts";
import { originalOf } from "../net/originals.ts";
import { announce } from "../ui/announce.ts";

const GROUP = "File";

export const exporting = signal(false);

export async function openExport(): Promise<void> {
  if (exporting.value) return;
  exporting.value = true;
  try {
    const { mount } = await import("./dialog.tsx").catch(unloaded);
    await mount(() => {
      exporting.value = false;
    });
  } catch (error) {
    exporting.value = false;
    throw error;
  }
}

function unloaded(): never {
  throw new StudioError("unloaded", 0, "The export window can't be loaded.", "Look at the connection and try again.");
}

/** The photo of the one chosen layer as it was uploaded: nothing is encoded again. */
async function downloadOriginal(): Promise<void> {
  const source = only()?.source;
  if (!source) return;
  const photo = await originalOf(source);
  const link = document.createElement("a");
  link.href = `/api/originals/${photo.id}/file`;
  link.download = photo.name;
  link.click();
  announce(`Downloading ${photo.name}`);
}

export function registerExport(): void {
  register(
    { id: "export", label: "Export", group: GROUP, keys: ["Mod+e"], icon: exportIcon, enabled: () => !exporting.value, run: openExport },
    { id: "download-original", label: "Download original photo", group: GROUP, icon: fileIcon,
      enabled: () => Boolean(only()?.source), run: downloadOriginal },
  );
}
