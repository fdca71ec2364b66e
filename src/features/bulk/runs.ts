/** What became of one ticket; `why` says why it stays as it is. */
export type Result = {
  readonly id: number
  readonly kind: 'changed' | 'same' | 'refused' | 'failed'
  readonly why: string | null
  /** What will change (`will set …`), or in a run has changed (`set …`), as one sentence; empty where nothing does. */
  readonly what: string
}

export type Run = {
  /** Also the number by which it is taken back. */
  readonly id: number
  readonly ownerId: number | null
  readonly label: string
  readonly total: number
  readonly replies: boolean
  /** Of the preview it was ordered from: the same preview sent twice is one run. */
  readonly key: string
  readonly startedAt: number
  state: 'running' | 'done' | 'stopped'
  readonly results: Result[]
}

const MOST_KEPT = 50

/** The runs of this process, the latest few of them. */
export class Runs {
  readonly #runs = new Map<number, Run>()
  readonly #begun = new Map<string, Promise<Run>>()

  get(id: number): Run | undefined {
    return this.#runs.get(id)
  }

  /** Begins a run once a key, however often it is asked to. */
  once(key: string, begin: () => Promise<Run>): Promise<Run> {
    const known = this.#begun.get(key)
    if (known) return known
    const begun = begin().then((run) => this.#keep(run))
    this.#begun.set(key, begun)
    // What could not begin may be tried again.
    void begun.catch(() => this.#begun.delete(key))
    return begun
  }

  #keep(run: Run): Run {
    this.#runs.set(run.id, run)
    for (const old of [...this.#runs.values()].slice(0, -MOST_KEPT)) {
      if (old.state === 'running') continue
      this.#runs.delete(old.id)
      this.#begun.delete(old.key)
    }
    return run
  }
}
