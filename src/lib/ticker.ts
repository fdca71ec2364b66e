/** Runs something again and again, with a pause between the end of one run and the beginning of the next. */
export class Ticker {
  readonly #run: () => Promise<void>
  readonly #pauseMs: number
  readonly #onError: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(run: () => Promise<void>, pauseMs: number, onError: (error: unknown) => void) {
    this.#run = run
    this.#pauseMs = pauseMs
    this.#onError = onError
  }

  /** The first run begins at once. */
  start(): void {
    this.#running = this.#turn()
  }

  /** Resolves when a run under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#running
  }

  async #turn(): Promise<void> {
    await this.#run().catch(this.#onError)
    if (this.#stopped) return
    this.#timer = setTimeout(() => this.start(), this.#pauseMs).unref()
  }
}
