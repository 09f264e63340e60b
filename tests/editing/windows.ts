/** Two windows edit one document of a real studio, over wires that lose, repeat and reorder.
 *
 * Arguments: the studio's address, a token, a document's id, a seed, the number of actions.
 * Ends badly unless both windows come to show what the server has and every edit is accounted for.
 */

import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { wholeDoc } from "../../static/editor/document/defaults.ts";
import type { Answer, Row, Server, Version } from "../../static/editor/document/server.ts";
import { Session } from "../../static/editor/document/session.ts";
import { shared } from "../../static/editor/document/sharing.ts";
import { offline, readError } from "../../static/editor/net/errors.ts";
import { act, Chance } from "./random.ts";
import { CALM, NOTHING, type Faults, type News } from "./world.ts";

const [address = "", token = "", id = "", seed = "1", actions = "20"] = process.argv.slice(2);
const PATIENCE_MS = 120_000;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
Object.assign(globalThis, { reportError: (error: unknown) => fail(error) });

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await fetch(`${address}/api/documents/${id}${path}`, { ...init, headers });
  const text = await answer.text();
  if (!answer.ok) throw readError(answer.status, text, answer.headers.get("Retry-After"));
  return JSON.parse(text) as T;
}

/** The real routes; some requests never arrive, and some answers never come back. */
function wired(chance: Chance, faults: Faults): Server {
  const send = async <T>(path: string, init?: RequestInit): Promise<T> => {
    await pause(chance.below(30));
    if (faults.cut || chance.happens(faults.request)) throw offline();
    const answer = await ask<T>(path, init);
    await pause(chance.below(30));
    if (faults.cut || chance.happens(faults.answer)) throw offline();
    return answer;
  };
  return {
    save: (revision, patch, client) =>
      send<Answer>("", { method: "PATCH", body: JSON.stringify({ revision, patch, client }) }),
    history: (after) => send<Version[]>(`/history?after=${after}`),
    load: () => send<Row>(""),
  };
}

/** The real events; some are lost, come twice or too late. */
function listen(session: Session, chance: Chance, faults: Faults): WebSocket {
  const url = `${address.replace("http", "ws")}/ws/events`;
  const options = { headers: { Authorization: `Bearer ${token}` } } as unknown as string[];
  const socket = new WebSocket(url, options);
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const said = JSON.parse(data) as { kind: string; data: News & { id: string } };
    if (said.kind !== "document.changed" || said.data.id !== id) return;
    if (faults.cut || chance.happens(faults.drop)) return;
    for (let copies = chance.happens(faults.repeat) ? 2 : 1; copies > 0; copies -= 1) {
      setTimeout(() => session.sync.hear(said.data), chance.below(300));
    }
  };
  return socket;
}

function clockOf(): { after(ms: number, run: () => void): () => void } {
  return {
    after(ms, run) {
      // Retries come sooner than in life: seconds of waiting prove nothing.
      const timer = setTimeout(run, Math.min(ms, 200));
      return () => clearTimeout(timer);
    },
  };
}

async function windowOn(tab: string, chance: Chance) {
  const faults: Faults = { ...CALM };
  const session = new Session({
    server: wired(chance, faults),
    clock: clockOf(),
    tab,
    linked: signal(true),
    now: () => Date.now(),
    tell: () => {},
    keep: () => {},
    kept: () => Promise.resolve(),
    ways: { takeBack: NOTHING, reload: NOTHING, copy: NOTHING },
  });
  session.open(await ask<Row>(""));
  const socket = listen(session, chance, faults);
  await new Promise((done) => (socket.onopen = done));
  return { session, faults, socket };
}

async function main(): Promise<void> {
  const chance = new Chance(Number(seed));
  const windows = [await windowOn(`one${seed}`, chance), await windowOn(`two${seed}`, chance)];
  for (const { faults } of windows) Object.assign(faults, { request: 0.15, answer: 0.2, drop: 0.3, repeat: 0.3 });
  for (let n = 0; n < Number(actions); n += 1) {
    const who = chance.below(2);
    const window = windows[who] as (typeof windows)[number];
    act(chance, window.session, `${seed}-w${who}`);
    window.faults.cut = chance.happens(0.2);
    await pause(chance.below(120));
  }
  for (const { faults } of windows) Object.assign(faults, CALM);
  for (const { session } of windows) session.sync.look();
  await settled(windows.map((one) => one.session));
  await check(windows.map((one) => one.session));
  for (const { socket } of windows) socket.close();
}

/** Waits until both have nothing left to say or to hear. */
async function settled(sessions: readonly Session[]): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50)) {
    if (sessions.some((one) => one.replica.entries.length)) continue;
    const { revision } = await ask<Row>("");
    if (sessions.every((one) => one.replica.revision === revision)) return;
    for (const { sync } of sessions) sync.look();
  }
  fail(`not settled: ${sessions.map((one) => JSON.stringify([one.replica.revision, one.replica.entries, one.saveState.value]))}`);
}

async function check(sessions: readonly Session[]): Promise<void> {
  const row = await ask<Row>("");
  const saved = wholeDoc(row.body);
  for (const { doc, saveState, conflicts } of sessions) {
    assert.deepEqual(doc.value, shared(doc.value, saved));
    assert.equal(saveState.value.kind, conflicts.length ? "conflict" : "saved");
  }
  const history = await ask<Version[]>("/history?after=0");
  const keys = history.map((one) => one.client);
  assert.equal(new Set(keys).size, keys.length, "a save counted twice");
  assert.equal(history.length, row.revision - 1);
  process.stdout.write(`${row.revision} revisions, ${saved.layers.length} layers\n`);
}

main().then(() => process.exit(0), fail);
