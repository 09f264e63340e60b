/** One layer's picture from the server: asked for, waited for, decoded. */

import type { Box } from "../geometry/affine.ts";
import type { Shown } from "../geometry/brush.ts";
import { ask } from "../net/api.ts";
import { StudioError } from "../net/errors.ts";
import { Queue } from "../net/queue.ts";
import type { Wish } from "./wishes.ts";

export interface Progress {
  readonly stage: "waiting" | "looking" | "drawing";
  /** Place in the models' line; 0 while one looks at it. */
  readonly place: number | null;
  readonly seconds: number | null;
}

export interface Made {
  readonly key: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** The part of the picture (its px) that covers the layer's box. */
  readonly content: Box;
  /** For image layers: which part of the upright original lies there. */
  readonly shown: Shown | null;
  readonly engines: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

export interface Picture {
  readonly made: Made;
  readonly image: HTMLImageElement;
}

type Underway = { readonly key: string; readonly progress: Progress };

const WAIT_S = 0.4;
const AGAIN_S = 2;

// Browsers keep six connections to a host: saving and events need theirs.
const asking = new Queue(3);
const waiting = new Queue(2);

/** The decoded picture. AbortError when it isn't wanted any more; StudioError as the server says. */
export async function fetchPicture(
  wish: Wish,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<Picture> {
  const body = `{"layer":${wish.body},"scale":${wish.scale},"wait":${WAIT_S}}`;
  const headers = { "Content-Type": "application/json" };
  let answer = await asking.run(() => current(signal, () => ask("/api/layers/picture", { method: "POST", body, headers, signal })));
  while (answer.status === 202) {
    const { key, progress } = (await answer.json()) as Underway;
    tell(progress);
    answer = await waiting.run(() => current(signal, () => ask(`/api/layers/picture/${key}?wait=${AGAIN_S}`, { signal })));
  }
  const made = (await answer.json()) as Made;
  const image = await decoded(made.url);
  signal.throwIfAborted();
  return { made, image };
}

/** Doesn't begin what was given up while it stood in line. */
async function current<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return work();
}

async function decoded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  image.alt = "";
  image.draggable = false;
  // It is decoded before it is shown: there is nothing left to wait for.
  image.decoding = "sync";
  try {
    await image.decode();
  } catch {
    throw new StudioError("picture_unreadable", 0, "The layer's picture didn't arrive.", "Try again.");
  }
  return image;
}
