/** The finished file on the system's clipboard, which takes PNG only. */

import type { Made } from "./types.ts";

export async function copyPicture(made: Made): Promise<void> {
  // The promise goes in as it is: browsers ask for the permission while the click still counts.
  await navigator.clipboard.write([new ClipboardItem({ "image/png": asPng(made) })]);
}

async function asPng(made: Made): Promise<Blob> {
  const answer = await fetch(made.url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`The studio answered ${answer.status}.`);
  const blob = await answer.blob();
  if (blob.type === "image/png") return blob;
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none" });
  const sheet = new OffscreenCanvas(bitmap.width, bitmap.height);
  sheet.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return sheet.convertToBlob({ type: "image/png" });
}
