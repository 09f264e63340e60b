/** What will be downloaded, in numbers, and the two ways to take it along. */

import copyIcon from "lucide-static/icons/copy.svg";
import downloadIcon from "lucide-static/icons/download.svg";
import { Button } from "../ui/button.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { copyPicture } from "./clipboard.ts";
import { maker, note } from "./state.ts";
import type { Made } from "./types.ts";
import { encodingText, weight } from "./words.ts";

export function Footer() {
  const made = maker.state.value.kind === "made" ? maker.made.value : null;
  return (
    <div class="export-foot">
      <Facts made={made} />
      <Button label="Copy" icon={copyIcon} disabled={!made} onClick={() => made && void copy(made)} />
      {made ? (
        <a class="btn primary" href={made.download} download={made.file_name} onClick={() => (note.value = { text: `Downloading ${made.file_name}`, bad: false })}>
          <Glyph drawing={downloadIcon} /><span>Download</span>
        </a>
      ) : <Button primary label="Download" icon={downloadIcon} disabled />}
    </div>
  );
}

function Facts({ made }: { made: Made | null }) {
  if (!made) return <p class="export-facts"><b>…</b></p>;
  return (
    <p class="export-facts">
      <b data-bytes={made.bytes}>{weight(made)}</b>
      <span>{made.width} × {made.height} px{made.encoding ? `, ${encodingText(made.encoding)}` : ""}</span>
      {note.value
        ? <span class={note.value.bad ? "export-name bad" : "export-name good"}>{note.value.text}</span>
        : <span class="export-name" dir="ltr">{made.file_name}</span>}
    </p>
  );
}

async function copy(made: Made): Promise<void> {
  try {
    await copyPicture(made);
    note.value = { text: "Copied as PNG", bad: false };
  } catch (error) {
    const why = error instanceof Error ? ` ${error.message}` : "";
    note.value = { text: `The picture could not be copied.${why} Download it instead.`, bad: true };
  }
}
