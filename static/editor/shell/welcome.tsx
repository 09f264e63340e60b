/** An empty canvas: what to begin with. */

import { isEmpty } from "../panels/calm.ts";
import imagePlus from "lucide-static/icons/image-plus.svg";
import images from "lucide-static/icons/images.svg";
import type from "lucide-static/icons/type.svg";
import { complain } from "../../base/toast.ts";
import { addFiles, addPhoto } from "../actions/placing.ts";
import { addSamples } from "../net/shelf.ts";
import { uploads } from "../net/uploads.ts";
import { reload } from "../panels/photo_list.ts";
import { reveal } from "../state/shell.ts";
import { tool } from "../state/view.ts";
import { toolNamed } from "../tools/tools.ts";
import { Button } from "../ui/button.tsx";
import { Glyph } from "../ui/glyph.tsx";

async function sample(): Promise<void> {
  try {
    const [photo] = await addSamples(["product"]);
    reload();
    if (photo) addPhoto(photo);
  } catch (error) {
    complain(error);
  }
}

export function Welcome() {
  if (!isEmpty.value || tool.value !== "select") return null;
  return (
    <div class="welcome" data-own-pointer>
      <h2>An empty canvas</h2>
      <p>Drop or paste photos anywhere, or begin with one of these.</p>
      <div class="welcome-do">
        <label class="btn primary">
          <Glyph drawing={imagePlus} /><span>{uploads.value.length ? "Uploading…" : "Add photos"}</span>
          <input type="file" multiple accept="image/*,.heic,.heif,.avif" class="visually-hidden" aria-label="Add photos to the canvas"
            onChange={(event) => {
              addFiles([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }} />
        </label>
        <Button icon={images} label="From the library" onClick={() => reveal("photos")} />
        {toolNamed("text") ? <Button icon={type} label="Text" onClick={() => { tool.value = "text"; }} /> : null}
        <Button label="Sample photo" onClick={() => void sample()} />
      </div>
    </div>
  );
}
