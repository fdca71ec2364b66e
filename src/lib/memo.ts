/** Keeps what was computed for as long as `version` stays the same and it is younger than `freshMs`. */
export class Memo<Value> {
  readonly #freshMs: number
  readonly #kept = new Map<string, { readonly value: Value; readonly version: string; readonly at: number }>()

  constructor(freshMs: number) {
    this.#freshMs = freshMs
  }

  get(key: string, { version, now }: { version: string; now: number }, compute: () => Value): Value {
    const known = this.#kept.get(key)
    if (known?.version === version && now - known.at < this.#freshMs && now >= known.at) return known.value

    if (this.#kept.size > MOST_KEPT) this.#kept.clear()
    const value = compute()
    this.#kept.set(key, { value, version, at: now })
    return value
  }
}

const MOST_KEPT = 500
