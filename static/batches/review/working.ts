/** What takes longer than a moment says that it is being done. */

import { working } from "./state.ts";

const MOMENT_MS = 400;

/** Waits for `work`; the page says `what` while that takes long. */
export async function busy<T>(what: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    working.value = what;
  }, MOMENT_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (working.value === what) working.value = "";
  }
}
