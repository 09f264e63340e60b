/** A window to choose one of the workspace's photos. */

import { useEffect } from "preact/hooks";
import type { Original } from "../net/api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Photo } from "./photos.tsx";
import { follow, found, query } from "./photo_list.ts";

export interface PickPhotoProps {
  readonly title: string;
  readonly onPick: (photo: Original) => void;
  readonly onClose: () => void;
}

export function PickPhoto({ title, onPick, onClose }: PickPhotoProps) {
  useEffect(follow, []);
  const list = found.value ?? [];
  return (
    <Dialog title={title} onClose={onClose}>
      <input class="field" type="search" placeholder="Search photos" aria-label="Search photos" value={query.value}
        onInput={(event) => { query.value = event.currentTarget.value; }} />
      <ul class="photo-grid wide" aria-label="Photos to choose from">
        {list.map((photo) => <li key={photo.id}><Photo photo={photo} verb="Use" onPick={onPick} /></li>)}
      </ul>
      {found.value?.length === 0 ? <p class="quiet">{query.value ? "No photo is named like that." : "Upload a photo first: it appears here."}</p> : null}
    </Dialog>
  );
}
