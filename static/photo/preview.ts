/** Keeps the preview in step with the recipe: one request at a time, the newest wins. */

import { effect } from "@preact/signals";
import { ask } from "../editor/net/api.ts";
import { StudioError } from "../editor/net/errors.ts";
import { pause } from "../editor/net/queue.ts";
import { previewOf } from "./recipe.ts";
import { recipe, refusal, shown, working } from "./state.ts";

const SETTLE_MS = 120;

/** Pixels that the stage can show. */
function room(): number {
  const stage = document.querySelector(".stage");
  const sides = stage ? Math.max(stage.clientWidth, stage.clientHeight) : 1000;
  return Math.min(2000, Math.ceil((sides * devicePixelRatio) / 100) * 100);
}

export function follow(photo: string): void {
  let running: AbortController | null = null;
  let timer = 0;
  effect(() => {
    const wanted = recipe.value;
    running?.abort();
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      running = new AbortController();
      void fetchInto(previewOf(wanted, photo, room()), running.signal);
    }, SETTLE_MS);
  });
}

async function fetchInto(url: string, signal: AbortSignal): Promise<void> {
  working.value = true;
  for (let tried = 0; ; tried += 1) {
    try {
      await show(url, signal);
      break;
    } catch (error) {
      if (signal.aborted) return;
      const seconds = pause(error, tried);
      if (error instanceof StudioError) refusal.value = error;
      else throw error;
      if (seconds === null) break;
      await new Promise((done) => setTimeout(done, seconds * 1000));
      if (signal.aborted) return;
    }
  }
  working.value = false;
}

async function show(url: string, signal: AbortSignal): Promise<void> {
  const answer = await ask(url, { signal });
  const picture = await answer.blob();
  const image = await createImageBitmap(picture);
  const { width, height } = image;
  image.close();
  if (signal.aborted) return;
  const old = shown.value?.url;
  shown.value = {
    url: URL.createObjectURL(picture),
    engine: answer.headers.get("X-Studio-Engine") ?? "",
    warning: answer.headers.get("Warning") ?? "",
    width,
    height,
  };
  refusal.value = null;
  if (old) setTimeout(() => URL.revokeObjectURL(old), 1000);
}
