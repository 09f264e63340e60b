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

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await ask(path, signal ? { signal } : {});
  return (await answer.json()) as T;
}

/** Into the trash, or back from it. */
export async function trashOriginal(id: string): Promise<void> {
  await ask(`/api/originals/${id}/trash`, { method: "POST" });
}

export async function restoreOriginal(id: string): Promise<void> {
  await ask(`/api/trash/${id}/restore`, { method: "POST" });
}

/** Sends one file; `progress` hears fractions from 0 to 1. */
export function upload(
  file: File,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Original> {
  return new Promise((resolve, reject) => {
    // fetch can't tell how much of a body has been sent.
    const request = new XMLHttpRequest();
    request.open("POST", "/api/originals");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(1, event.total));
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Original);
      else
        reject(
          readError(request.status, request.responseText, request.getResponseHeader("Retry-After")),
        );
    };
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    const body = new FormData();
    body.append("file", file, file.name);
    request.send(body);
  });
}
