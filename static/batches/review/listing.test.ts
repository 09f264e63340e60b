import assert from "node:assert/strict";
import { test } from "node:test";
import type { Item, ItemNews, ItemState } from "../shared/api.ts";
import { beside, following, heard, mayAccept, mayReopen, mayRetry, missing, shows, type View } from "./listing.ts";

const news = (id: string, state: ItemState, doubt = 0): ItemNews => ({
  id, batch: "b", position: 1, name: id, state, accepted: false, doubt, reason: "", error: null, preview: null,
});
const item = (id: string, state: ItemState, doubt = 0): Item => ({
  ...news(id, state, doubt), sku: "", reasons: [], original: "o", document: null, edited: false, behind: false, results: [], seconds: 1, finished: null,
});
const known = (...items: Item[]) => new Map(items.map((one) => [one.id, one]));
const view = (state: View["state"], sort: View["sort"] = "position"): View => ({ state, q: "", sort });

test("each filter shows its state, and what runs waits", () => {
  assert.ok(shows(view(""), "dropped"));
  assert.ok(shows(view("waiting"), "running") && shows(view("waiting"), "waiting"));
  assert.ok(shows(view("review"), "review") && !shows(view("review"), "passed"));
});

test("news change a card where it stands and keep what they don't tell", () => {
  const before = { ...item("a", "running"), sku: "AB-1" };
  const after = heard(["a", "b"], known(before), { ...news("a", "passed"), preview: "/p/x" }, view(""));
  assert.deepEqual([after.order, after.stale], [["a", "b"], false]);
  assert.deepEqual([after.known.get("a")?.state, after.known.get("a")?.sku, after.known.get("a")?.preview], ["passed", "AB-1", "/p/x"]);
  assert.equal(before.state, "running", "nothing is changed in place");
});

test("an item leaves a list whose filter it doesn't meet any more, at once", () => {
  const after = heard(["a", "b"], known(item("a", "review")), news("a", "passed"), view("review"));
  assert.deepEqual([after.order, after.stale], [["b"], false]);
  const other = ["b"];
  assert.equal(heard(other, known(), news("z", "passed"), view("review")).order, other);
});

test("where an item comes in only the server knows", () => {
  assert.ok(heard(["a"], known(item("a", "review")), news("b", "review"), view("review")).stale);
  assert.ok(heard(["a"], known(item("a", "review", 0.2)), news("a", "review", 0.9), view("review", "doubt")).stale);
  assert.ok(!heard(["a"], known(item("a", "review", 0.2)), news("a", "review", 0.9), view("review")).stale);
});

test("what is missing near the window is asked for once, the middle first, and never too much", () => {
  const order = Array.from({ length: 2000 }, (_, index) => `i${index}`);
  const asked = new Set(["i12"]);
  assert.deepEqual(missing(order, 10, 15, known(item("i11", "passed")), asked, 60), ["i13", "i14", "i10"]);
  assert.equal(missing(order, 0, 2000, known(), new Set(), 60).length, 60);
  assert.deepEqual(missing(order, 1998, 2100, known(), new Set(), 60).sort(), ["i1998", "i1999"]);
  assert.deepEqual(missing([], -5, 20, known(), new Set(), 60), []);
});

test("next and previous follow the list, also from an item that has just left it", () => {
  const order = ["a", "b", "c"];
  assert.deepEqual([beside(order, "a", 1), beside(order, "c", 1), beside(order, "a", -1)], ["b", null, null]);
  assert.deepEqual([beside(order, "gone", 1, 1), beside(order, "gone", -1, 1)], ["b", "a"]);
});

test("after a decision comes the next item to review, from the start when the end is reached", () => {
  const order = ["a", "b", "c", "d"];
  assert.equal(following(order, "b", ["a", "b", "d"]), "d");
  assert.equal(following(order, "d", ["a", "b", "d"]), "a");
  assert.equal(following(order, "b", ["b"]), null);
});

test("only what makes sense is offered", () => {
  assert.ok(mayAccept(item("a", "review")) && !mayAccept(item("a", "failed")) && !mayAccept({ state: "passed", accepted: true }));
  assert.ok(mayReopen(item("a", "dropped")) && mayReopen({ state: "passed", accepted: true }) && !mayReopen(item("a", "passed")));
  assert.ok(!mayRetry({ state: "failed", original: null }) && mayRetry(item("a", "failed")) && !mayRetry(item("a", "running")));
});
