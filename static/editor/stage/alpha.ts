/** Which parts of a picture can be clicked: a small map of its alpha, made once per picture. */

const LONGEST = 256;
/** Alpha from which a pixel counts as there, of 255. */
const SEEN = 16;

interface AlphaMap {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

const maps = new WeakMap<HTMLImageElement, AlphaMap | null>();

/** True when the picture shows something at (x, y), in its own px. */
export function isSeen(image: HTMLImageElement, x: number, y: number): boolean {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  const map = mapOf(image);
  if (!map) return true;
  const column = Math.min(map.width - 1, Math.floor((x / width) * map.width));
  const row = Math.min(map.height - 1, Math.floor((y / height) * map.height));
  return (map.alpha[row * map.width + column] ?? 0) >= SEEN;
}

function mapOf(image: HTMLImageElement): AlphaMap | null {
  let map = maps.get(image);
  if (map === undefined) {
    map = measured(image);
    maps.set(image, map);
  }
  return map;
}

function measured(image: HTMLImageElement): AlphaMap | null {
  const share = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const width = Math.max(1, Math.round(image.naturalWidth * share));
  const height = Math.max(1, Math.round(image.naturalHeight * share));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(image, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height).data;
  const alpha = new Uint8Array(width * height);
  for (let index = 0; index < alpha.length; index += 1) alpha[index] = pixels[4 * index + 3] ?? 0;
  return { width, height, alpha };
}
