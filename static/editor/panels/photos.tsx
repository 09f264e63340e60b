/** The workspace's photos beside the stage: found, uploaded, and put on the canvas. */

import { useEffect, useRef } from "preact/hooks";
import imagePlus from "lucide-static/icons/image-plus.svg";
import close from "lucide-static/icons/x.svg";
import retryIcon from "lucide-static/icons/rotate-ccw.svg";
import { complain } from "../../base/toast.ts";
import { addFiles, addPhoto } from "../actions/placing.ts";
import type { Original } from "../net/api.ts";
import { addSamples, thumbOf } from "../net/shelf.ts";
import { uploads, type Upload } from "../net/uploads.ts";
import { Button } from "../ui/button.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { count, follow, found, more, query, reload, trouble } from "./photo_list.ts";

/** What a dragged photo carries. */
export const PHOTO = "application/x-studio-photo";

export function Photos() {
  useEffect(follow, []);
  const list = found.value;
  const empty = list?.length === 0 && !query.value && !uploads.value.length;
  return (
    <div class="photos">
      <div class="photos-top">
        <input class="field" type="search" placeholder="Search photos" aria-label="Search photos" autocomplete="off"
          value={query.value} onInput={(event) => { query.value = event.currentTarget.value; }} />
      </div>
      <div class="photos-list">
        {trouble.value ? <Trouble /> : null}
        <ul class="photo-grid" aria-label="Photos">
          {uploads.value.map((upload) => <Incoming key={upload.key} upload={upload} />)}
          {list?.map((photo) => <li key={photo.id}><Photo photo={photo} onPick={place} /></li>)}
          {list === null && !trouble.value ? [1, 2, 3, 4].map((n) => <li key={n} class="ghost" aria-hidden="true" />) : null}
        </ul>
        {list && list.length === 0 && query.value ? <p class="quiet">No photo is named like “<bdi>{query.value}</bdi>”.</p> : null}
        {empty ? <NoPhotos /> : null}
        {list && list.length < count.value ? <More /> : null}
      </div>
      <Bring />
    </div>
  );
}

function place(photo: Original): void {
  try {
    addPhoto(photo);
  } catch (error) {
    complain(error);
  }
}

export interface PhotoProps {
  readonly photo: Original;
  /** What choosing it does: "Add", "Use". */
  readonly verb?: string;
  readonly onPick: (photo: Original) => void;
}

export function Photo({ photo, verb = "Add", onPick }: PhotoProps) {
  return (
    <button type="button" class="photo-tile" draggable title={`${photo.name} · ${photo.width} × ${photo.height}`}
      aria-label={`${verb} ${photo.name}, ${photo.width} by ${photo.height}`}
      onClick={() => onPick(photo)}
      onDragStart={(event) => {
        event.dataTransfer?.setData(PHOTO, JSON.stringify(photo));
        if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
      }}>
      <img src={thumbOf(photo.id)} alt="" loading="lazy" decoding="async" width="168" height="168" draggable={false} />
    </button>
  );
}

function Incoming({ upload }: { upload: Upload }) {
  const { error, part, likeness, name } = upload;
  const percent = Math.round(part * 100);
  const said = part < 1 ? `Uploading, ${percent} %` : "Checking";
  return (
    <li class={error ? "incoming failed" : "incoming"}>
      {likeness ? <img src={likeness} alt="" /> : null}
      {error ? (
        <div class="why" role="alert">
          <b><bdi>{name}</bdi></b>
          <span>{error.message}</span>
          {error.remedy ? <span>{error.remedy}</span> : null}
        </div>
      ) : (
        <span class={part < 1 ? "bar" : "bar busy"} role="progressbar" aria-label={`${name}: ${said}`} aria-valuenow={percent}
          aria-valuemin={0} aria-valuemax={100}>
          <i style={{ transform: part < 1 ? `scaleX(${part})` : "" }} />
        </span>
      )}
      <span class="incoming-do">
        {error ? <Button bare label={`Try ${name} again`} icon={retryIcon} onClick={upload.retry} /> : null}
        <Button bare label={error ? `Dismiss ${name}` : `Cancel ${name}`} icon={close} onClick={upload.cancel} />
      </span>
    </li>
  );
}

function Trouble() {
  return (
    <div class="notice bad" role="alert">
      <strong>{trouble.value?.message}</strong>
      {trouble.value?.remedy} <button type="button" class="linklike" onClick={reload}>Try again</button>
    </div>
  );
}

function NoPhotos() {
  const take = async (): Promise<void> => {
    try {
      await addSamples(["face", "product", "hair"]);
      reload();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <div class="nothing">
      <p>No photos yet. Drop some here, or begin with three of ours.</p>
      <Button label="Add sample photos" onClick={() => void take()} />
    </div>
  );
}

/** Asks for the next page when it comes into sight; a button for those who don't scroll. */
function More() {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const watch = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) more();
    });
    if (mark.current) watch.observe(mark.current);
    return () => watch.disconnect();
  }, []);
  return <div ref={mark} class="nothing"><Button label="Show more" onClick={more} /></div>;
}

function Bring() {
  return (
    <label class="drop">
      <Glyph drawing={imagePlus} />
      <span>Drop photos, paste, or <b>choose files</b></span>
      <input type="file" multiple accept="image/*,.heic,.heif,.avif" class="visually-hidden" aria-label="Choose photos to upload"
        onChange={(event) => {
          addFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }} />
    </label>
  );
}
