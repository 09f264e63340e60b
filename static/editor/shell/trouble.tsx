/** The document couldn't be opened: why, and where to go from here. */

import type { StudioError } from "../net/errors.ts";

interface Said {
  readonly title: string;
  readonly text: string;
  /** True where asking again may help. */
  readonly again: boolean;
}

export function saidOf({ status, message, remedy }: Pick<StudioError, "status" | "message" | "remedy">): Said {
  if (status === 404) return { title: "This document isn't here", text: "It was deleted for good, or it belongs to somebody else.", again: false };
  if (status === 410 || status === 409) return { title: "This document lies in the trash", text: "Restore it in the library, then open it again.", again: true };
  if (status === 401 || status === 403) return { title: "You have no access any more", text: "Sign in again, or ask whoever shares it.", again: true };
  if (status === 0) return { title: "The studio can't be reached", text: "Check the connection. Nothing is lost: edits that weren't saved are kept in this browser.", again: true };
  return { title: message, text: remedy, again: true };
}

export function Trouble({ error }: { error: StudioError }) {
  const { title, text, again } = saidOf(error);
  return (
    <div class="trouble" role="alert">
      <h1>{title}</h1>
      <p>{text}</p>
      <p class="trouble-do">
        {again ? <button type="button" class="btn primary" onClick={() => location.reload()}>Try again</button> : null}
        <a class="btn" href="/">Back to the library</a>
      </p>
    </div>
  );
}
