/** The studio's REST API as functions. Every refusal is a StudioError. */

import { offline, readError } from "./errors.ts";

export interface Original {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
}

/** `existed`: the workspace held the same bytes already. */
export interface Sent extends Original {
  readonly existed: boolean;
}

/** Django's token against forged requests, from the page. */
function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** The answer, or its error. */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if ((init.method ?? "GET") !== "GET") headers.set("X-CSRFToken", csrf());
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw offline();
  }
  if (answer.ok) return answer;
  throw readError(answer.status, await answer.text(), answer.headers.get("Retry-After"));
}

/** Sends JSON and reads the JSON that comes back. */
export async function sendJson<T>(method: string, path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  const answer = await ask(path, { method, headers, body: JSON.stringify(body) });
  return (await answer.json()) as T;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await ask(path, signal ? { signal } : {});
  return (await answer.json()) as T;
}

/** Sends one photo to the library; `progress` hears fractions from 0 to 1. */
export async function upload(
  file: File,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Sent> {
  const { status, body } = await sendFile<Original>("/api/originals", file, progress, signal);
  return { ...body, existed: status === 200 };
}

/** Sends one file as a form's `file`; the status and the JSON that come back. */
export function sendFile<T>(
  path: string,
  file: File,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: T }> {
  return new Promise((resolve, reject) => {
    // fetch can't tell how much of a body has been sent.
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(1, event.total));
    request.onload = () => {
      if (request.status < 300) {
        resolve({ status: request.status, body: JSON.parse(request.responseText) as T });
      } else {
        reject(
          readError(request.status, request.responseText, request.getResponseHeader("Retry-After")),
        );
      }
    };
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    const body = new FormData();
    body.append("file", file, file.name);
    request.send(body);
  });
}
