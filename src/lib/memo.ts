/** Keeps what was computed for as long as `version` stays the same and it is younger than `freshMs`. */
export class Memo<Value> {
  readonly #freshMs: number
  readonly #kept = new Map<string, { readonly value: Value; readonly version: string; readonly at: number }>()

  readonly #most: number

  constructor(freshMs: number, most = 500) {
    this.#freshMs = freshMs
    this.#most = most
  }

  get(key: string, { version, now }: { version: string; now: number }, compute: () => Value): Value {
    const known = this.#kept.get(key)
    if (known?.version === version && now - known.at < this.#freshMs && now >= known.at) return known.value

    if (this.#kept.size >= this.#most) this.#kept.clear()
    const value = compute()
    this.#kept.set(key, { value, version, at: now })
    return value
  }
}
