/** The picture, with what is being done to it and what was used. */

import { comparing, refusal, shown, working } from "./state.ts";

export function Stage({ photo, name }: { photo: string; name: string }) {
  const now = shown.value;
  const error = refusal.value;
  return (
    <section class="stage" aria-label="Preview" aria-busy={working.value}>
      {now ? (
        <img class="checker" src={now.url} alt={`${name}, as the recipe makes it`} hidden={comparing.value} />
      ) : null}
      {comparing.value ? (
        <img src={`/cdn-cgi/image/width=2000,fit=scale-down,format=auto/${photo}`} alt={`${name}, the original`} />
      ) : null}
      {working.value ? <div class="bar busy" role="progressbar" aria-label="Rendering"><i /></div> : null}
      {error ? (
        <div class="notice bad" role="alert"><strong>{error.message}</strong>{error.remedy}</div>
      ) : null}
    </section>
  );
}

/** `faces=…; matte=…` in words for people. */
function engines(header: string): string {
  return header
    .split(";")
    .map((part) => part.trim().replace(/^(matte|faces)=/, (_, task: string) => `${task === "matte" ? "Cutout" : "Faces"}: `))
    .filter(Boolean)
    .join(" · ");
}

export function StatusBar() {
  const now = shown.value;
  return (
    <div class="status" role="status">
      <span>{now ? `Preview ${now.width} × ${now.height} px` : "Preview"}</span>
      <span>sRGB</span>
      {now?.engine ? <span class="chip">Made with {engines(now.engine)}</span> : null}
      {now?.warning ? <span class="chip warn">{now.warning.replace(/^.*?299 /, "")}</span> : null}
    </div>
  );
}
