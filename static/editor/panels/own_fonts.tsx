/** The fonts that somebody brought: other names for them, and away with those that nothing needs. */

import { useRef, useState } from "preact/hooks";
import { StudioError } from "../net/errors.ts";
import { deleteFont, ownFonts, renameFont, type Font } from "../tools/text/fonts.ts";
import { announce } from "../ui/announce.ts";
import { useAskingFocus } from "../ui/asking.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

const LONGEST = 255;

export function OwnFonts({ onClose }: { readonly onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  const own = ownFonts();
  return (
    <Dialog title="Your fonts" onClose={onClose}>
      <div ref={box} class="own-fonts" tabIndex={-1}>
        {own.length ? <p>A font that a document uses can be renamed, not deleted.</p> : <p>None is left.</p>}
        <ul class="links" aria-label="Your fonts">
          {own.map((font) => <Row key={font.name} font={font} onGone={() => box.current?.focus()} />)}
        </ul>
      </div>
    </Dialog>
  );
}

interface RowProps {
  readonly font: Font;
  /** The button that had the keyboard is no more. */
  readonly onGone: () => void;
}

function Row({ font, onGone }: RowProps) {
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<StudioError | null>(null);
  const buttons = useAskingFocus(asking);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setFault(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      setFault(error);
      setAsking(false);
    }
  };
  const rename = (title: string): Promise<void> =>
    attempt(async () => {
      await renameFont(font, title);
      announce(`Renamed to ${title}`);
    });
  const remove = (): Promise<void> =>
    attempt(async () => {
      await deleteFont(font);
      announce(`${font.title} is deleted`);
      onGone();
    });
  return (
    <li>
      <Name font={font} onName={(title) => void rename(title)} />
      {asking ? (
        <div class="row-actions" ref={buttons} role="group" aria-label={`Delete ${font.title} for good?`}>
          <Button danger label="Delete for good" onClick={() => void remove()} />
          <Button ghost label="Keep" onClick={() => setAsking(false)} />
        </div>
      ) : (
        <div class="row-actions" ref={buttons} role="group" aria-label={font.title}>
          <Button label="Delete" onClick={() => setAsking(true)} />
        </div>
      )}
      {fault ? <p class="notice bad" role="alert"><strong>{fault.message}</strong>{fault.remedy}</p> : null}
    </li>
  );
}

/** The name in a field: leaving it renames, as Enter does, Escape and nothing at all take it back. */
function Name({ font, onName }: { readonly font: Font; readonly onName: (title: string) => void }) {
  const settle = (field: HTMLInputElement): void => {
    const title = field.value.trim();
    if (title && title !== font.title) onName(title);
    else field.value = font.title;
  };
  return (
    <div>
      <input class="field" defaultValue={font.title} maxLength={LONGEST} aria-label={`Name of ${font.title}`}
        onBlur={(event) => settle(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key !== "Escape" || event.currentTarget.value === font.title) return;
          event.preventDefault();
          event.currentTarget.value = font.title;
        }} />
    </div>
  );
}
