/** The open item's SKU, which stands in file names: to be corrected in place. */

import { useState } from "preact/hooks";
import { complain } from "../../base/toast.ts";
import { announce } from "../../editor/ui/announce.ts";
import { changeItem, type Item } from "../shared/api.ts";
import { apply } from "./live.ts";
import { holding } from "./loading.ts";
import { batchId } from "./state.ts";
import { busy } from "./working.ts";

const LONGEST = 100;

export function Sku({ item }: { item: Item }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (): void => {
    if (typed !== null && typed.trim() !== item.sku) void changed(item, typed.trim());
    setTyped(null);
  };
  return (
    <label class="line viewer-sku">
      <span>SKU</span>
      <input class="field" type="text" dir="auto" maxLength={LONGEST} autocomplete="off" spellcheck={false} value={typed ?? item.sku}
        onInput={(event) => setTyped(event.currentTarget.value)} onBlur={take}
        onKeyDown={(event) => {
          // Leaving it saves, and single keys decide again.
          if (event.key === "Enter") event.currentTarget.closest<HTMLElement>(".viewer-in")?.focus();
          if (event.key !== "Escape" || typed === null) return;
          // It takes back what was typed, and doesn't close the photo.
          event.preventDefault();
          setTyped(null);
        }} />
    </label>
  );
}

async function changed(item: Item, sku: string): Promise<void> {
  const next: Item = { ...item, sku };
  apply(next);
  try {
    await busy("Saving the SKU", holding([item.id], changeItem(batchId(), item.id, { sku })));
    announce(`The SKU is ${sku || "empty"} now`);
  } catch (error) {
    apply(item);
    complain(error);
  }
}
