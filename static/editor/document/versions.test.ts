import assert from "node:assert/strict";
import { test } from "node:test";
import { Chance, change, emptyBody } from "../../../tests/editing/random.ts";
import { Memory } from "../../../tests/editing/world.ts";
import { apply } from "./changes.ts";
import { backTo, versionsOf } from "./versions.ts";

const saved = (revision: number, client: string, minute: number) => ({
  revision,
  client,
  created: new Date(minute * 60_000).toISOString(),
});

test("changes of one window without a long pause are one version, newest first", () => {
  const history = [saved(2, "one/1", 0), saved(3, "one/2", 4), saved(4, "two/1", 5), saved(5, "one/3", 6), saved(6, "one/4", 30)];
  const found = versionsOf(history, "two").map(({ revision, own, changes }) => [revision, own, changes]);
  assert.deepEqual(found, [[6, false, 1], [5, false, 1], [4, true, 1], [3, false, 2], [1, false, 0]]);
});

test("every earlier revision is found again", () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const [memory, chance] = [new Memory(emptyBody()), new Chance(seed)];
    const states = [memory.doc];
    for (let n = 0; n < 15; n += 1) {
      memory.save(memory.revision, [change(chance, memory.doc, "s")], `s/${n}`);
      states.push(memory.doc);
    }
    const revision = 1 + chance.below(15);
    const [then] = apply(memory.doc, backTo(memory.history, revision));
    assert.deepEqual(then, states[revision - 1], `seed ${seed}`);
  }
});
