import assert from "node:assert/strict";
import { test } from "node:test";
import { StudioError } from "../../editor/net/errors.ts";
import { Queue } from "../../editor/net/queue.ts";
import { sorted } from "./files.ts";
import { Uploads } from "./uploads.ts";

const turn = () => new Promise((done) => setTimeout(done, 0));
const refused = () => new StudioError("bad_request", 400, "The ZIP file can't be read.", "Make it anew.");

/** Uploads whose ends the test decides. */
function staged(places = 2) {
  const ends = new Map<string, { done: () => void; fail: (error: unknown) => void; part: (part: number) => void; signal: AbortSignal }>();
  const uploads = new Uploads<string>(
    (file, part, signal) => new Promise((done, fail) => void ends.set(file, { done, fail, part, signal })),
    () => {},
    new Queue(places),
  );
  return { uploads, ends };
}

test("a few are on their way at once, the others wait their turn", async () => {
  const { uploads, ends } = staged();
  uploads.take(["a", "b", "c"]);
  await turn();
  assert.deepEqual(uploads.all.map((one) => one.state), ["sending", "sending", "waiting"]);
  ends.get("a")?.done();
  await turn();
  assert.deepEqual(uploads.all.map((one) => [one.file, one.state]), [["b", "sending"], ["c", "sending"]]);
  assert.equal(uploads.done, 1);
});

test("each tells how far it is", async () => {
  const { uploads, ends } = staged();
  uploads.take(["a"]);
  await turn();
  ends.get("a")?.part(0.4);
  assert.equal(uploads.all[0]?.part, 0.4);
});

test("what fails keeps its reason and can be tried again", async () => {
  const { uploads, ends } = staged();
  uploads.take(["a", "b"]);
  await turn();
  ends.get("a")?.fail(refused());
  ends.get("b")?.fail(new TypeError("the file went away"));
  await turn();
  assert.deepEqual(uploads.all.map((one) => one.error?.message), ["The ZIP file can't be read.", "The upload broke off."]);
  assert.equal(uploads.running, 0);
  uploads.retryAll();
  await turn();
  assert.equal(uploads.running, 2);
  ends.get("a")?.done();
  ends.get("b")?.done();
  await turn();
  assert.deepEqual([uploads.all.length, uploads.done], [0, 2]);
});

test("what is taken back is stopped, and its place goes to the next", async () => {
  const { uploads, ends } = staged(1);
  uploads.take(["a", "b"]);
  await turn();
  const [first] = uploads.all;
  uploads.leave(first!.key);
  assert.ok(ends.get("a")?.signal.aborted);
  ends.get("a")?.fail(new DOMException("Cancelled", "AbortError"));
  await turn();
  assert.deepEqual(uploads.all.map((one) => [one.file, one.state]), [["b", "sending"]]);
});

test("photos and ZIP files are taken as far as there is room, tables lie aside, other files are named", () => {
  const files = [
    { name: "a.JPG", type: "" }, { name: ".DS_Store", type: "" }, { name: "all.zip", type: "application/zip" },
    { name: "b", type: "image/png" }, { name: "prices.csv", type: "text/csv" }, { name: "notes.txt", type: "text/plain" }, { name: "c.heic", type: "" },
  ];
  const { taken, tables, others, over } = sorted(files, 2);
  assert.deepEqual(taken.map((one) => one.name), ["all.zip", "a.JPG", "b"]);
  assert.deepEqual(tables.map((one) => one.name), ["prices.csv"]);
  assert.deepEqual([others, over], [["notes.txt"], 1]);
});
