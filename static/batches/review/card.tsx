/** One item in the grid: what came out, how it stands, and why. */

import broken from "lucide-static/icons/image-off.svg";
import check from "lucide-static/icons/check.svg";
import warn from "lucide-static/icons/triangle-alert.svg";
import cross from "lucide-static/icons/x.svg";
import { Glyph } from "../../editor/ui/glyph.tsx";
import type { Item, Verdict } from "../shared/api.ts";
import { saidOf, summed, TONES, why } from "./words.ts";

export const DRAWINGS: Readonly<Record<Verdict, string>> = { pass: check, warn, fail: cross };

export interface CardProps {
  readonly id: string;
  readonly item: Item | undefined;
  readonly index: number;
  readonly count: number;
  readonly reachable: boolean;
  readonly selected: boolean;
  /** Where nothing lies behind the subject. */
  readonly clear: boolean;
}

export function Card(props: CardProps) {
  const { id, item, index, count, selected, reachable } = props;
  const place = { "aria-posinset": index + 1, "aria-setsize": count };
  if (!item) return <li class="item blank" data-id={id} aria-busy="true" {...place}><Blank /></li>;
  const tab = reachable ? 0 : -1;
  return (
    <li class={selected ? "item selected" : "item"} data-id={id} data-state={item.state} {...place}>
      <button type="button" class="open" tabIndex={tab}>
        <Picture item={item} clear={props.clear} />
        <span class="titled">
          <span class="name" dir="auto" title={item.name}>{item.name}</span>
          <span class={`chip ${TONES[item.state]}`}>{saidOf(item)}</span>
        </span>
        <span class="said">
          {item.results.length > 0 ? (
            <span class="checks">
              {summed(item.results).map(({ verdict, text }) => (
                <span key={text} data-verdict={verdict}><Glyph drawing={DRAWINGS[verdict]} />{text}</span>
              ))}
            </span>
          ) : null}
          <span class="why">{item.original === null && item.error ? item.error.remedy : why(item)}</span>
        </span>
      </button>
      <label class="pick">
        <input type="checkbox" checked={selected} tabIndex={tab} aria-label={`Select ${item.name}`} />
        <span><Glyph drawing={check} /></span>
      </label>
    </li>
  );
}

function Picture({ item, clear }: { item: Item; clear: boolean }) {
  const address = item.preview ?? (item.original ? original(item.original, 360) : null);
  const looks = ["pic", item.preview ? "made" : "raw", clear && item.preview && "checker"];
  return (
    <span class={looks.filter(Boolean).join(" ")}>
      {address ? <img key={address} src={address} alt="" width="360" height="360" loading="lazy" decoding="async" /> : <span class="none"><Glyph drawing={broken} />{item.error?.text ?? "No picture"}</span>}
      {item.state === "running" ? <span class="bar busy"><i /></span> : null}
    </span>
  );
}

/** A photo as it was brought, at most so many px. */
export function original(id: string, side: number): string {
  return `/cdn-cgi/image/width=${side},height=${side},fit=scale-down,format=auto,anim=false/${id}`;
}

function Blank() {
  return <span class="open"><span class="pic" /><span class="titled"><i /></span><span class="said"><i /></span></span>;
}
