/** The same maps as `editor/geometry.py`: x' = a*x + c*y + e, y' = b*x + d*y + f. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Where a picture lies on a canvas: centre, drawn size, clockwise degrees, flips. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation?: number;
  readonly flipX?: boolean;
  readonly flipY?: boolean;
}

export const IDENTITY: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

export function apply(m: Affine, p: Point): Point {
  return { x: m.a * p.x + m.c * p.y + m.e, y: m.b * p.x + m.d * p.y + m.f };
}

/** First `m`, then `after`. */
export function then(m: Affine, after: Affine): Affine {
  return {
    a: after.a * m.a + after.c * m.b,
    b: after.b * m.a + after.d * m.b,
    c: after.a * m.c + after.c * m.d,
    d: after.b * m.c + after.d * m.d,
    e: after.a * m.e + after.c * m.f + after.e,
    f: after.b * m.e + after.d * m.f + after.f,
  };
}

/** The map back; null for a map that flattens the plane. */
export function inverse(m: Affine): Affine | null {
  const determinant = m.a * m.d - m.b * m.c;
  if (determinant === 0) return null;
  const k = 1 / determinant;
  return {
    a: m.d * k,
    b: -m.b * k,
    c: -m.c * k,
    d: m.a * k,
    e: (m.c * m.f - m.d * m.e) * k,
    f: (m.b * m.e - m.a * m.f) * k,
  };
}

/** The map that lays `content` (picture px) on `placement` (canvas px). */
export function placed(placement: Placement, content: Box): Affine {
  const sx = (placement.width / content.width) * (placement.flipX ? -1 : 1);
  const sy = (placement.height / content.height) * (placement.flipY ? -1 : 1);
  const turn = ((placement.rotation ?? 0) * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const centred = {
    ...IDENTITY,
    e: -(content.left + content.width / 2),
    f: -(content.top + content.height / 2),
  };
  const scaled = then(centred, { ...IDENTITY, a: sx, d: sy });
  return then(scaled, { a: cos, b: sin, c: -sin, d: cos, e: placement.x, f: placement.y });
}

/** The upright box around the mapped corners of `box`. */
export function bounds(m: Affine, box: Box): Box {
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const corners = [
    apply(m, { x: box.left, y: box.top }),
    apply(m, { x: right, y: box.top }),
    apply(m, { x: box.left, y: bottom }),
    apply(m, { x: right, y: bottom }),
  ];
  const left = Math.min(...corners.map((p) => p.x));
  const top = Math.min(...corners.map((p) => p.y));
  return {
    left,
    top,
    width: Math.max(...corners.map((p) => p.x)) - left,
    height: Math.max(...corners.map((p) => p.y)) - top,
  };
}
