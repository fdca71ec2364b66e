const MOST_STATEMENTS = 500

/** What was prepared, by its text. Filters and changed columns combine freely, so the texts are bounded rather than few. */
export class Statements<Statement> {
  readonly #known = new Map<string, Statement>()

  get(key: string, prepare: () => Statement): Statement {
    const known = this.#known.get(key)
    if (known) return known
    if (this.#known.size >= MOST_STATEMENTS) this.#known.clear()
    const statement = prepare()
    this.#known.set(key, statement)
    return statement
  }
}
