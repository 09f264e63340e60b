/** Structural sharing: what didn't change keeps its identity, so that nothing is drawn twice. */

/** `fresh`, built from parts of `old` wherever they are equal. Lists of things with ids are matched
 * by them. */
export function shared<T>(old: unknown, fresh: T): T {
  if (old === fresh || !isObject(old) || !isObject(fresh)) return fresh;
  if (Array.isArray(old) && Array.isArray(fresh)) return list(old, fresh) as T;
  return Array.isArray(old) || Array.isArray(fresh) ? fresh : (record(old, fresh) as T);
}

type Thing = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Thing {
  return typeof value === "object" && value !== null;
}

function list(old: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  const byId = new Map(old.filter(isObject).map((one) => [one["id"], one]));
  const made = fresh.map((one, index) => {
    const id = isObject(one) ? one["id"] : undefined;
    return shared(id === undefined ? old[index] : byId.get(id), one);
  });
  return made.length === old.length && made.every((one, index) => one === old[index]) ? old : made;
}

function record(old: Thing, fresh: Thing): Thing {
  const names = Object.keys(fresh);
  const made = Object.fromEntries(names.map((name) => [name, shared(old[name], fresh[name])]));
  const same = names.length === Object.keys(old).length && names.every((name) => made[name] === old[name]);
  return same ? old : made;
}
