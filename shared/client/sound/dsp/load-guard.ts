const WINDOW_MS = 2_000;
const MOST = 0.3;

/** Notices that work on sound takes so much of its time that the sound itself, or the picture, would suffer. */
export class LoadGuard {
  #busy = 0;
  #played = 0;

  /**
   * So many milliseconds of work were spent on so many of sound. True at the end of two seconds of which more than 30 %
   * were work.
   */
  spend(busyMs: number, playedMs: number): boolean {
    this.#busy += busyMs;
    this.#played += playedMs;
    if (this.#played < WINDOW_MS) return false;
    const overloaded = this.#busy / this.#played > MOST;
    this.reset();
    return overloaded;
  }

  /** What is measured next is the work of another engine. */
  reset(): void {
    this.#busy = 0;
    this.#played = 0;
  }
}
