/** Runs work on the same name in order of arrival, and work on different names concurrently. */
export class Exclusive {
  readonly #tails = new Map<string, Promise<unknown>>();

  isBusy(name: string): boolean {
    return this.#tails.has(name);
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name);
    const running = before === undefined ? work() : before.then(work, work);
    this.#tails.set(name, running);
    try {
      return await running;
    } finally {
      if (this.#tails.get(name) === running) this.#tails.delete(name);
    }
  }
}
