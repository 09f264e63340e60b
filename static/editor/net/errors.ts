/** An answer that says no, in the one shape of every error; its text is meant for people. */
export class StudioError extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy: string;
  /** Seconds after which the same request may work, if the server said so. */
  readonly retryAfter: number | null;

  constructor(code: string, status: number, text: string, remedy = "", retryAfter: number | null = null) {
    super(text);
    this.code = code;
    this.status = status;
    this.remedy = remedy;
    this.retryAfter = retryAfter;
  }
}

/** The error in an answer's body: our JSON, the transform contract's text, or neither. */
export function readError(status: number, body: string, retryAfter: string | null): StudioError {
  const seconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  const json = asJson(body);
  if (json) return new StudioError(json.code, status, json.text, json.remedy, seconds);
  const line = /^ERROR (\d+): (.+)/s.exec(body);
  if (line) return new StudioError(`wire_${line[1]}`, status, (line[2] ?? "").trim(), "", seconds);
  return new StudioError("unreadable", status, `The server answered ${status}.`, "Try again.", seconds);
}

/** No answer at all. */
export function offline(): StudioError {
  return new StudioError("offline", 0, "The studio can't be reached.", "It is tried again by itself.");
}

function asJson(body: string): { code: string; text: string; remedy: string } | null {
  try {
    const error: unknown = (JSON.parse(body) as { error?: unknown }).error;
    if (typeof error !== "object" || error === null) return null;
    const { code, text, remedy } = error as Record<string, unknown>;
    if (typeof code !== "string" || typeof text !== "string") return null;
    return { code, text, remedy: typeof remedy === "string" ? remedy : "" };
  } catch {
    return null;
  }
}
