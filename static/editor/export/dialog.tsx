/** The export window: purpose at the left, the file itself in the middle, its settings at the right. */

import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Dialog } from "../ui/dialog.tsx";
import { Footer } from "./footer.tsx";
import { Options } from "./options.tsx";
import { PresetList } from "./presets.tsx";
import { Preview } from "./preview.tsx";
import { RuleList } from "./rules.tsx";
import type { State } from "./maker.ts";
import { choice, follow, load, maker, note } from "./state.ts";
import type { Made } from "./types.ts";
import { progressText, spoken } from "./words.ts";

/** Shows the window; the promise ends once it stands. */
export async function mount(closed: () => void): Promise<void> {
  await load();
  const root = document.createElement("div");
  document.body.append(root);
  const close = (): void => {
    render(null, root);
    root.remove();
    closed();
  };
  render(<ExportDialog onClose={close} />, root);
}

function ExportDialog({ onClose }: { onClose: () => void }) {
  useEffect(() => follow(), []);
  return (
    <Dialog title="Export" onClose={onClose} class="export" actions={<Footer />}>
      {choice.value ? (
        <div class="export-in">
          <PresetList />
          <Preview />
          <div class="export-side">
            <Options />
            <RuleList />
          </div>
        </div>
      ) : null}
      <Speech />
    </Dialog>
  );
}

/** What happens, for readers: a modal window hides the page's own live region from them. */
function Speech() {
  const [said, say] = useState("");
  const state = maker.state.value;
  const made = maker.made.value;
  const text = note.value?.text ?? told(state, made);
  // Nothing is said while a control is still moving.
  useEffect(() => {
    const timer = setTimeout(() => say(text), 500);
    return () => clearTimeout(timer);
  }, [text]);
  return <p class="visually-hidden" role="status">{said}</p>;
}

function told(state: State, made: Made | null): string {
  if (state.kind === "failed") return `${state.error.message} ${state.error.remedy}`;
  if (state.kind === "made") return made ? spoken(made) : "";
  return state.progress ? progressText(state.progress) : "";
}
