/** CSV tables that tell the photos' SKUs: each is sent once all photos are here. */

import { effect } from "@preact/signals";
import { complain, say } from "../../base/toast.ts";
import { sendFile } from "../../editor/net/api.ts";
import { skusUrl, type Assigned } from "../shared/api.ts";
import { intakes, renew, tables, tick, total, uploads } from "./bring.ts";
import { ensure } from "./saving.ts";
import { told } from "./table_words.ts";

export function follow(): void {
  let busy = false;
  effect(() => {
    void tick.value;
    const [first] = tables.value;
    if (busy || !first || total.value === 0 || uploads.running + intakes.value > 0) return;
    busy = true;
    void sent(first).catch(complain).finally(() => {
      busy = false;
      tables.value = tables.peek().filter((one) => one !== first);
    });
  });
}

async function sent(table: File): Promise<void> {
  const { id } = await ensure();
  const { body } = await sendFile<Assigned>(skusUrl(id), table, () => undefined, new AbortController().signal);
  const [text, remedy] = told(body);
  say(text, remedy, body.photos === 0);
  await renew();
}
