/** The chip that says who else is here, and the list behind it. */

import { useEffect, useId } from "preact/hooks";
import users from "lucide-static/icons/users.svg";
import { doc, documentId, selection } from "../document/store.ts";
import { events } from "../net/events.ts";
import { presence, type Person } from "../net/presence.ts";
import { announce } from "../ui/announce.ts";
import { Glyph } from "../ui/glyph.tsx";
import { layersText } from "./words.ts";

/** Tells readers who came and went. */
function useAnnouncements(): void {
  useEffect(() => {
    let before = new Map<string, string>();
    return presence.others.subscribe((others) => {
      const now = new Map(others.map((one) => [one.tab, one.name]));
      const came = others.filter((one) => !before.has(one.tab)).map((one) => `${one.name} is here`);
      const gone = [...before].filter(([tab]) => !now.has(tab)).map(([, name]) => `${name} left`);
      before = now;
      if (came.length + gone.length > 0) announce(`${[...came, ...gone].join(", ")}.`);
    });
  }, []);
}

/** Shows this window to the others as long as the editor is open, with or without room for the chip. */
export function useAttendance(): void {
  useEffect(() => {
    events.connect();
    return presence.attend(documentId(), selection);
  }, []);
  useAnnouncements();
}

export function Presence() {
  const id = useId();
  const others = presence.others.value;
  if (others.length === 0) return null;
  const said = `${others.length + 1} people here`;
  return (
    <div class="presence">
      <button type="button" class="btn ghost" popovertarget={id} aria-label={`${said}: show who`}>
        <span class="faces" aria-hidden="true">
          {others.slice(0, 3).map((one) => <i key={one.tab} style={{ background: one.colour }} />)}
        </span>
        <Glyph drawing={users} />
        <span class="presence-words" aria-hidden="true">{said}</span>
      </button>
      <div id={id} popover="auto" class="people" role="dialog" aria-label="People here">
        <ul>
          <li>
            <i aria-hidden="true" style={{ background: presence.self.colour }} />
            <span><b>{presence.self.name}</b><small>You</small></span>
          </li>
          {others.map((one) => <Other key={one.tab} person={one} />)}
        </ul>
      </div>
    </div>
  );
}

function Other({ person }: { person: Person }) {
  return (
    <li>
      <i aria-hidden="true" style={{ background: person.colour }} />
      <span><b dir="auto">{person.name}</b><small>{layersText(doc.value.layers, person.selection)}</small></span>
    </li>
  );
}
