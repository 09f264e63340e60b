/** What can be taken home: the ZIP file and the two tables. */

import chevron from "lucide-static/icons/chevron-down.svg";
import download from "lucide-static/icons/download.svg";
import { Button } from "../../editor/ui/button.tsx";
import { Glyph } from "../../editor/ui/glyph.tsx";
import { openMenu, type Entries } from "../../editor/ui/menu.tsx";
import { archiveUrl, manifestUrl, reportUrl, type Batch } from "../shared/api.ts";

export function Downloads({ now }: { now: Batch }) {
  const { passed, review, done } = now.counts;
  if (done === 0) return null;
  const more: Entries = [
    { label: `ZIP with those to review (${passed + review})`, disabled: review === 0, run: () => location.assign(archiveUrl(now.id, false)) },
    { label: "report.csv: every check", run: () => location.assign(reportUrl(now.id)) },
    { label: "manifest.csv: the files", run: () => location.assign(manifestUrl(now.id)) },
  ];
  const calm = now.state === "done" || now.state === "cancelled";
  const look = calm && passed > 0 && review === 0 ? "btn primary" : "btn";
  return (
    <span class="review-downloads">
      {passed > 0 ? (
        <a class={look} href={archiveUrl(now.id)} download title={`A folder for each target, ${passed} photos that passed`}><Glyph drawing={download} /><span><span class="long">Download </span>ZIP</span></a>
      ) : null}
      <Button bare={passed > 0} label={passed > 0 ? "More downloads" : "Downloads"} icon={passed > 0 ? chevron : download} haspopup="menu" ghost={false} primary={look.endsWith("primary")}
        onClick={(event) => openMenu("Downloads", more, event.currentTarget as Element)} />
    </span>
  );
}
