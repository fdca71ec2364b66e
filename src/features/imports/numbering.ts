type Insert<Row> = {
  readonly one: (row: Row) => Promise<{ readonly id: number }>
  readonly many: (rows: (Row & { id: number })[]) => Promise<unknown>
}

/**
 * Inserts rows in one statement after the first, whose number the database gives: the others count on from it, which
 * is safe because nobody else writes during the transaction. Returns the number of the first.
 */
export async function createAll<Row extends object>(rows: readonly Row[], insert: Insert<Row>): Promise<number> {
  const [first, ...rest] = rows
  if (!first) return 0

  const { id } = await insert.one(first)
  if (rest.length > 0) await insert.many(rest.map((row, index) => ({ ...row, id: id + 1 + index })))
  return id
}
