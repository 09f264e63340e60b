/** The one big step: a draft starts, a recipe that was changed is used. */

import { effect, signal } from "@preact/signals";
import { complain } from "../../base/toast.ts";
import { announce } from "../../editor/ui/announce.ts";
import { rerun, start } from "../shared/api.ts";
import { counted } from "../shared/words.ts";
import { arriving, uploads } from "./bring.ts";
import { saveNow } from "./saving.ts";
import { held, isDraft } from "./state.ts";

/** `waits`: it starts by itself when all photos are here. */
export const starting = signal<"" | "waits" | "now">("");

export function go(): void {
  if (starting.value === "waits") {
    starting.value = "";
    announce("It won't start by itself");
  } else if (arriving.value > 0) {
    starting.value = "waits";
    announce("It starts when all photos are here");
  } else void begin();
}

async function begin(): Promise<void> {
  starting.value = "now";
  try {
    if (await saveNow()) {
      const id = held.peek()?.id ?? "";
      await (isDraft.peek() ? start(id) : rerun(id));
      location.assign(`/batches/${id}`);
      return;
    }
    announce("It can't start yet: look at the recipe");
    document.querySelector(".refused")?.scrollIntoView({ block: "center" });
  } catch (error) {
    complain(error);
  }
  starting.value = "";
}

/** Starts what waits for its photos; not when some of them didn't arrive. */
export function follow(): void {
  effect(() => {
    if (arriving.value > 0 || starting.value !== "waits") return;
    if (uploads.failed === 0) void begin();
    else {
      starting.value = "";
      announce(`${counted(uploads.failed, "photo")} didn't arrive. Try again, or start without.`);
    }
  });
}
