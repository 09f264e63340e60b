/** What is on its way: how far it is, what didn't arrive and why, and how to go on. */

import { useEffect, useState } from "preact/hooks";
import retry from "lucide-static/icons/rotate-ccw.svg";
import close from "lucide-static/icons/x.svg";
import { Button } from "../../editor/ui/button.tsx";
import { counted } from "../shared/words.ts";
import { intakes, tick, uploads } from "./bring.ts";
import { isZip } from "./files.ts";
import type { Upload } from "./uploads.ts";

/** Rows of the list of those that didn't arrive. */
const SHOWN = 50;
const SHOWABLE = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);
/** Larger files aren't decoded only to be shown while they wait. */
const SHOWABLE_BYTES = 12e6;

export function Incoming() {
  void tick.value;
  const all = uploads.all;
  const failed = all.filter((one) => one.state === "failed");
  const sending = all.filter((one) => one.state === "sending");
  return (
    <div class="incoming">
      {uploads.running > 0 ? <Way sending={sending} /> : null}
      {intakes.value > 0 ? (
        <div class="way"><span>The server takes in its folder</span><span class="bar busy" role="progressbar" aria-label="Taking in the folder"><i /></span></div>
      ) : null}
      {failed.length > 0 ? <Failed failed={failed} /> : null}
    </div>
  );
}

/** One line for all of them, and the photos that are being sent right now. */
function Way({ sending }: { sending: readonly Upload<File>[] }) {
  const whole = uploads.done + uploads.running;
  const part = (uploads.done + sending.reduce((sum, one) => sum + one.part * 0.9, 0)) / Math.max(1, whole);
  const unpacking = sending.length === uploads.running && sending.every((one) => one.part >= 1 && isZip(one.file.name));
  const said = unpacking ? `Unpacking ${sending[0]?.file.name ?? ""}` : `Uploading ${Math.min(whole, uploads.done + 1).toLocaleString("en")} of ${whole.toLocaleString("en")}`;
  return (
    <div class="way">
      <span class="thumbs">{sending.map((one) => <Likeness key={one.key} upload={one} />)}</span>
      <span class="numbers" role="status">{said}</span>
      {unpacking ? <span class="bar busy" role="progressbar" aria-label={said}><i /></span> : (
        <span class="bar" role="progressbar" aria-label={said} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(part * 100)}><i style={{ transform: `scaleX(${part})` }} /></span>
      )}
      <Button ghost label="Stop" onClick={() => uploads.stopAll()} />
    </div>
  );
}

/** The file's own picture, before the server has one. */
function Likeness({ upload }: { upload: Upload<File> }) {
  const [url, setUrl] = useState("");
  const { file } = upload;
  useEffect(() => {
    if (!SHOWABLE.has(file.type) || file.size > SHOWABLE_BYTES) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <span class="likeness" title={file.name}>{url ? <img src={url} alt="" /> : null}</span>;
}

function Failed({ failed }: { failed: readonly Upload<File>[] }) {
  return (
    <div class="not-arrived" role="group" aria-labelledby="not-arrived">
      <div class="row-head">
        <b id="not-arrived" role="status">{counted(failed.length, "file")} didn't arrive</b>
        <Button icon={retry} label="Try all again" onClick={() => uploads.retryAll()} />
        <Button ghost label="Dismiss" onClick={() => uploads.dismissAll()} />
      </div>
      <ul>
        {failed.slice(0, SHOWN).map(({ key, file, error }) => (
          <li key={key}>
            <span><b dir="auto">{file.name}</b> {error?.message} <span class="quiet">{error?.remedy}</span></span>
            <Button bare icon={retry} label={`Try ${file.name} again`} onClick={() => uploads.retry(key)} />
            <Button bare icon={close} label={`Dismiss ${file.name}`} onClick={() => uploads.leave(key)} />
          </li>
        ))}
      </ul>
      {failed.length > SHOWN ? <p class="quiet">and {counted(failed.length - SHOWN, "more", "more")}</p> : null}
    </div>
  );
}
