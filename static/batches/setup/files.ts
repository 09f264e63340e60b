/** Which files are photos, and what a dropped folder holds. */

const ENDINGS = /\.(jpe?g|png|webp|gif|tiff?|bmp|hei[cf]|avif)$/i;
const ZIP = /\.zip$/i;
const TABLE = /\.[ct]sv$/i;

export interface Sorted<F> {
  readonly taken: readonly F[];
  /** CSV files: they may tell SKUs. */
  readonly tables: readonly F[];
  /** Names of files that are none of these. */
  readonly others: readonly string[];
  /** How many photos there was no room for. */
  readonly over: number;
}

export const isZip = (name: string): boolean => ZIP.test(name);

/** The photos and ZIP files among them, at most `room` photos. What lies hidden is left out silently. */
export function sorted<F extends { readonly name: string; readonly type: string }>(files: readonly F[], room: number): Sorted<F> {
  const seen = files.filter((one) => !one.name.startsWith("."));
  const good = seen.filter((one) => ENDINGS.test(one.name) || one.type.startsWith("image/") || isZip(one.name));
  const tables = seen.filter((one) => TABLE.test(one.name));
  const others = seen.filter((one) => !good.includes(one) && !tables.includes(one)).map((one) => one.name);
  const zips = good.filter((one) => isZip(one.name));
  const photos = good.filter((one) => !isZip(one.name));
  return { taken: [...zips, ...photos.slice(0, room)], tables, others, over: Math.max(0, photos.length - room) };
}

/** Files of a drop, those in dropped folders as well. Has to be called in the event itself. */
export async function dropped(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = await Promise.all(entries.map(inside));
  return found.flat();
}

async function inside(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    return [await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  // A folder is told in parts, until one is empty.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await inside(one)));
  }
}
