/** Zooming by numbers: what scale comes next, and where the picture has to lie for it. */

/** CSS px per picture px; powers of the square root of two around 1. */
export const SMALLEST = 1 / 16;
export const LARGEST = 8;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The scale at which all of the picture is seen; never larger than its true size. */
export function fitting(picture: Size, room: Size): number {
  return Math.min(1, room.width / picture.width, room.height / picture.height);
}

/** The next step of the ladder above (`by` 1) or below (-1) a scale. */
export function stepped(scale: number, by: 1 | -1): number {
  const rung = Math.log2(scale) * 2;
  const next = by > 0 ? Math.floor(rung + 1.001) : Math.ceil(rung - 1.001);
  return bounded(2 ** (next / 2));
}

export function bounded(scale: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, scale));
}

/** Scroll position along one axis after the scale changed from `before` to `after`, so that the
 *  picture's point at `at` (CSS px inside the view) stays there. `lead` is the empty room before the
 *  picture at each scale. */
export function scrolled(
  scroll: number,
  at: number,
  before: number,
  after: number,
  lead: { readonly before: number; readonly after: number },
): number {
  const point = (scroll + at - lead.before) / before;
  return Math.max(0, point * after + lead.after - at);
}

/** "52 %", and halves only where they matter. */
export function percent(scale: number): string {
  const value = scale * 100;
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} %`;
}
