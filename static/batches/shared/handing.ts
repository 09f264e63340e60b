/** Photos that the library hands to a new batch: too many for an address. */

const KEY = "studio-batch-photos";

/** Opens the page of a new batch with these photos in it. */
export function handOver(photos: readonly string[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(photos));
  location.assign("/batches/new");
}

/** The photos that wait for their batch; `taken` ends that. null when none do. */
export function handed(): { readonly photos: readonly string[]; taken(): void } | null {
  try {
    const photos: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (!Array.isArray(photos) || photos.length === 0) return null;
    return { photos: photos.map(String), taken: () => sessionStorage.removeItem(KEY) };
  } catch {
    return null;
  }
}
