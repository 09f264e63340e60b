/** How fast the page is scrolled: what passes by isn't worth a request. */

const SETTLED_MS = 120;
/** Pictures aren't fetched while one scrolls faster than this; px a millisecond. */
const HURRIED = 1.5;
const FASTEST = 10;

export class Pace {
  #top = 0;
  #time = 0;
  /** Smoothed; px a millisecond. */
  #speed = 0;
  #leaping = false;
  #settling = 0;

  /** `moved` hears every step, `calm` when it is over. */
  constructor(moved: () => void, calm: () => void) {
    addEventListener(
      "scroll",
      (event) => {
        this.#step(event.timeStamp);
        clearTimeout(this.#settling);
        this.#settling = window.setTimeout(() => {
          this.#leaping = false;
          this.#speed = 0;
          calm();
        }, SETTLED_MS);
        moved();
      },
      { passive: true },
    );
  }

  /** More than a window between two frames: not even cards are asked for. */
  get leaping(): boolean {
    return this.#leaping;
  }

  /** Too fast to look at pictures; they would only keep the cards waiting. */
  get hurried(): boolean {
    return this.#leaping || this.#speed > HURRIED;
  }

  #step(now: number): void {
    const way = Math.abs(scrollY - this.#top);
    const speed = way / Math.max(1, now - this.#time);
    this.#top = scrollY;
    this.#time = now;
    if (way > innerHeight) this.#leaping = true;
    this.#speed = 0.7 * this.#speed + 0.3 * Math.min(speed, FASTEST);
  }
}
