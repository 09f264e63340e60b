/** What the file is for. */

import { useId } from "preact/hooks";
import { choice, choosePreset, preset, presets } from "./state.ts";
import type { Preset } from "./types.ts";

interface Group {
  readonly title: string;
  readonly presets: readonly Preset[];
}

function groups(): readonly Group[] {
  const titles = [...new Set(presets.value.map((one) => one.group_title))];
  return titles.map((title) => ({ title, presets: presets.value.filter((one) => one.group_title === title) }));
}

export function PresetList() {
  return (
    <div class="export-presets">
      <Shelf />
      <Picker />
      <p class="export-purpose">{preset.value?.purpose}</p>
    </div>
  );
}

/** All purposes at once, where there is room. */
function Shelf() {
  const name = useId();
  return (
    <div class="export-shelf" role="radiogroup" aria-label="Purpose">
      {groups().map((group) => (
        <div key={group.title} role="presentation">
          <p>{group.title}</p>
          {group.presets.map((one) => (
            <label key={one.name} title={one.purpose}>
              <input type="radio" name={name} value={one.name} checked={one.name === choice.value?.preset}
                autofocus={one.name === choice.value?.preset} onChange={() => choosePreset(one.name)} />
              <span>{one.title}</span>
              <small>{sizeText(one)}</small>
            </label>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The same as the system's own list, on a phone. */
function Picker() {
  return (
    <label class="line export-picker">
      <span>Purpose</span>
      <select class="field" value={choice.value?.preset ?? ""} onChange={(event) => choosePreset(event.currentTarget.value)}>
        {groups().map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.presets.map((one) => <option key={one.name} value={one.name}>{one.title}</option>)}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function sizeText({ rules }: Preset): string {
  if (!rules.sizing) return "";
  return rules.width === rules.height ? `${rules.width}` : `${rules.width}×${rules.height}`;
}
