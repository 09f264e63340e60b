/** Earlier states of the document, and the way back to one. */

import { useEffect, useState } from "preact/hooks";
import { complain, say } from "../../base/toast.ts";
import { restoreVersion, saveState, undo, versions, type Version } from "../document/store.ts";
import { announce } from "../ui/announce.ts";
import { Button } from "../ui/button.tsx";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export function Versions() {
  const [list, setList] = useState<readonly Version[] | null>(null);
  const [failed, setFailed] = useState(false);
  const { kind } = saveState.value;
  useEffect(() => {
    if (kind !== "saved") return undefined;
    let left = false;
    versions().then(
      (found) => { if (!left) { setList(found); setFailed(false); } },
      () => { if (!left) setFailed(true); },
    );
    return () => { left = true; };
  }, [kind]);
  const restore = async (version: Version): Promise<void> => {
    try {
      await restoreVersion(version.revision);
      announce(`The document is as it was at ${TIME.format(version.at)}`);
      say(`As it was at ${TIME.format(version.at)}.`, "", false, { label: "Undo", run: undo });
    } catch (error) {
      complain(error);
    }
  };
  if (failed) return <p class="quiet">The versions can't be read just now.</p>;
  if (!list) return <p class="quiet">Reading the versions…</p>;
  if (!list.length) return <p class="quiet">No versions yet. Every pause of five minutes begins a new one.</p>;
  return (
    <section class="section versions" aria-label="Versions">
      {days(list).map(([day, some]) => (
        <div key={day}>
          <h3>{day}</h3>
          <ol>
            {some.map((version) => (
              <li key={version.revision}>
                <span>
                  <b>{TIME.format(version.at)}</b>
                  <small>{version === list[0] ? "Now" : version.own ? "This window" : "Another window"} · {version.changes} {version.changes === 1 ? "change" : "changes"}</small>
                </span>
                {version === list[0] ? null : <Button label="Restore" onClick={() => void restore(version)} />}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

function days(list: readonly Version[]): readonly (readonly [string, readonly Version[]])[] {
  const found = new Map<string, Version[]>();
  for (const version of list) {
    const day = DAY.format(version.at);
    found.set(day, [...(found.get(day) ?? []), version]);
  }
  return [...found];
}
