/** A window to choose photos of the library. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import check from "lucide-static/icons/check.svg";
import { complain } from "../../base/toast.ts";
import { count, follow, found, more, query, trouble } from "../../editor/panels/photo_list.ts";
import { thumbOf } from "../../editor/net/shelf.ts";
import { Button } from "../../editor/ui/button.tsx";
import { Dialog } from "../../editor/ui/dialog.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import { counted } from "../shared/words.ts";

export interface LibraryProps {
  readonly title: string;
  readonly most: number;
  /** What happens to the chosen ones: "Add", "Use". */
  readonly verb: string;
  readonly onTake: (ids: readonly string[]) => Promise<void>;
  readonly onClose: () => void;
}

export function Library({ title, most, verb, onTake, onClose }: LibraryProps) {
  useEffect(follow, []);
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const busy = useSignal(false);
  const list = found.value;
  const one = most === 1;
  const finish = async (ids: readonly string[]): Promise<void> => {
    busy.value = true;
    try {
      await onTake(ids);
      onClose();
    } catch (error) {
      complain(error);
    } finally {
      busy.value = false;
    }
  };
  const toggle = (id: string): void => {
    if (one) return void finish([id]);
    const next = new Set(chosen.value);
    if (!next.delete(id) && next.size < most) next.add(id);
    chosen.value = next;
  };
  const all = (): void => {
    chosen.value = new Set((list ?? []).slice(0, most).map((photo) => photo.id));
  };
  const label = chosen.value.size > 0 ? `${verb} ${counted(chosen.value.size, "photo")}` : verb;
  const actions = (
    <>
      <Button label={list && list.length < count.value ? `Select these ${list.length}` : "Select all"} disabled={!list?.length} onClick={all} />
      <Button primary label={label} disabled={chosen.value.size === 0 || busy.value} onClick={() => void finish([...chosen.value])} />
    </>
  );
  return (
    <Dialog wide title={title} class="library-dialog" onClose={onClose} actions={one ? undefined : actions}>
      <input class="field" type="search" placeholder="Find by name" aria-label="Find by name" autocomplete="off" value={query.value}
        onInput={(event) => { query.value = event.currentTarget.value; }} />
      {trouble.value ? <p class="notice bad" role="alert"><strong>{trouble.value.message}</strong>{trouble.value.remedy}</p> : null}
      <ul class="shots" aria-label="Photos of the library">
        {(list ?? []).map((photo) => (
          <li key={photo.id}>
            <button type="button" class="shot" aria-pressed={one ? undefined : chosen.value.has(photo.id)} title={photo.name} onClick={() => toggle(photo.id)}>
              <span class="shot-picture"><img src={thumbOf(photo.id)} alt="" loading="lazy" decoding="async" width="168" height="168" /></span>
              <span class="shot-name" dir="auto">{photo.name}</span>
              {chosen.value.has(photo.id) ? <span class="tick"><Glyph drawing={check} /></span> : null}
            </button>
          </li>
        ))}
      </ul>
      {list?.length === 0 ? <p class="quiet">{query.value ? "No photo is named like that." : "The library is empty. Drop photos on the page instead."}</p> : null}
      {list && list.length < count.value ? <p class="more"><Button label="Show more" onClick={more} /></p> : null}
    </Dialog>
  );
}
