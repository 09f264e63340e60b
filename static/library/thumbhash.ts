/** ThumbHash read back: a few cosine terms become a small blurred picture. */

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

interface Channel {
  readonly wide: number;
  readonly tall: number;
  /** The mean first, then the further terms row by row of the triangle below the diagonal. */
  readonly terms: readonly number[];
}

/** The picture at `side` px on its longer side, in the shape `ratio` (width by height). */
export function decoded(base64: string, ratio: number, side = 32): Pixels {
  const hash = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const width = Math.max(1, Math.round(ratio >= 1 ? side : side * ratio));
  const height = Math.max(1, Math.round(ratio >= 1 ? side / ratio : side));
  const { light, yellow, rosy, alpha } = channels(hash);
  const [l, p, q, a] = [light, yellow, rosy, alpha].map((one) => one && drawn(one, width, height));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    const blue = l![i]! - (2 / 3) * p![i]!;
    const red = (3 * l![i]! - blue + q![i]!) / 2;
    data.set([255 * red, 255 * (red - q![i]!), 255 * blue, a ? 255 * a[i]! : 255], 4 * i);
  }
  return { width, height, data };
}

function channels(hash: Uint8Array): Record<"light" | "yellow" | "rosy", Channel> & { alpha: Channel | null } {
  const at = (index: number): number => hash[index] ?? 0;
  const head = at(0) | (at(1) << 8) | (at(2) << 16);
  const shape = at(3) | (at(4) << 8);
  const soft = head >> 23 === 1;
  const most = soft ? 5 : 7;
  const landscape = shape >> 15 === 1;
  const nibbles = reader(hash, soft ? 6 : 5);
  const wide = Math.max(3, landscape ? most : shape & 7);
  const tall = Math.max(3, landscape ? shape & 7 : most);
  // The terms follow each other in this order. Colours are drawn a little stronger than they were
  // written, as four bits flatten them.
  return {
    light: channel((head & 63) / 63, ((head >> 18) & 31) / 31, wide, tall, nibbles),
    yellow: channel(((head >> 6) & 63) / 31.5 - 1, (1.25 * ((shape >> 3) & 63)) / 63, 3, 3, nibbles),
    rosy: channel(((head >> 12) & 63) / 31.5 - 1, (1.25 * ((shape >> 9) & 63)) / 63, 3, 3, nibbles),
    alpha: soft ? channel((at(5) & 15) / 15, (at(5) >> 4) / 15, 5, 5, nibbles) : null,
  };
}

function reader(hash: Uint8Array, start: number): () => number {
  let read = 0;
  return () => {
    const byte = hash[start + (read >> 1)] ?? 0;
    const value = (byte >> (4 * (read & 1))) & 15;
    read += 1;
    return value / 7.5 - 1;
  };
}

function channel(mean: number, scale: number, wide: number, tall: number, next: () => number): Channel {
  const terms = [mean];
  for (let y = 0; y < tall; y += 1)
    for (let x = y ? 0 : 1; x * tall < wide * (tall - y); x += 1) terms.push(next() * scale);
  return { wide, tall, terms };
}

/** The channel's value at every pixel. */
function drawn({ wide, tall, terms }: Channel, width: number, height: number): Float64Array {
  const along = waves(wide, width);
  const down = waves(tall, height);
  const values = new Float64Array(width * height);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      let sum = 0;
      let read = 0;
      for (let y = 0; y < tall; y += 1)
        for (let x = 0; x * tall < wide * (tall - y); x += 1)
          sum += terms[read++]! * along[x]![column]! * down[y]![row]! * (x || y ? 2 : 1);
      values[row * width + column] = sum;
    }
  return values;
}

function waves(count: number, length: number): number[][] {
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length }, (_, at) => Math.cos((Math.PI / length) * k * (at + 0.5))),
  );
}
