/** Photos on their way from this window into the workspace; the photos panel shows each with its progress. */

import { signal } from "@preact/signals";
import { upload, type Original } from "./api.ts";
import { StudioError } from "./errors.ts";
import { Queue } from "./queue.ts";

export interface Upload {
  readonly key: number;
  readonly name: string;
  /** A picture of it from this machine, or "". */
  readonly likeness: string;
  /** 0 to 1; 1 while the server looks at it. */
  readonly part: number;
  readonly error: StudioError | null;
  cancel(): void;
  retry(): void;
}

const SHOWABLE = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);
const queue = new Queue(3);
let last = 0;

/** Newest first. */
export const uploads = signal<readonly Upload[]>([]);
/** Grows by one with each photo that has arrived. */
export const arrived = signal(0);

function change(key: number, to: Partial<Upload> | null): void {
  uploads.value = uploads.value.flatMap((one) => (one.key === key ? (to ? [{ ...one, ...to }] : []) : [one]));
}

/** Sends the files; `done` hears of each that arrives, with its place among them. */
export function takeFiles(files: readonly File[], done: (photo: Original, index: number) => void): void {
  files.forEach((file, index) => bring(file, (photo) => done(photo, index)));
}

function bring(file: File, done: (photo: Original) => void): void {
  last += 1;
  const key = last;
  const likeness = SHOWABLE.has(file.type) ? URL.createObjectURL(file) : "";
  let stop = new AbortController();
  const end = (): void => {
    change(key, null);
    if (likeness) URL.revokeObjectURL(likeness);
  };
  const send = async (): Promise<void> => {
    const signal = stop.signal;
    try {
      const photo = await queue.run(() => {
        signal.throwIfAborted();
        return upload(file, (part) => change(key, { part }), signal);
      });
      end();
      arrived.value += 1;
      done(photo);
    } catch (error) {
      if (error instanceof StudioError && !signal.aborted) change(key, { error, part: 0 });
      else end();
    }
  };
  const cancel = (): void => {
    stop.abort();
    end();
  };
  const retry = (): void => {
    stop = new AbortController();
    change(key, { error: null, part: 0 });
    void send();
  };
  uploads.value = [{ key, name: file.name || "pasted picture", likeness, part: 0, error: null, cancel, retry }, ...uploads.value];
  void send();
}
