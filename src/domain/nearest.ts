/** How many single letters apart two words are, a swap of neighbours counting once; of words only, as it is quadratic. */
export function distance(one: string, other: string): number {
  const width = other.length + 1
  const rows = Array.from({ length: one.length + 1 }, (_row, at) => at)
  const grid = rows.map((at) => Array.from({ length: width }, (_cell, column) => (at === 0 ? column : at)))
  const cell = (row: number, column: number) => grid[row]?.[column] ?? 0
  for (let row = 1; row <= one.length; row += 1) {
    for (let column = 1; column < width; column += 1) {
      const same = one[row - 1] === other[column - 1]
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const steps = [cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + (same ? 0 : 1)]
      grid[row]?.splice(column, 1, Math.min(...steps, ...(swapped ? [cell(row - 2, column - 2) + 1] : [])))
    }
  }
  return cell(one.length, other.length)
}

const LONGEST = 60

/** The known word that was probably meant; the first of those equally near. Null when there are none. */
export function nearest(typed: string, known: readonly string[]): string | null {
  const word = typed.slice(0, LONGEST)
  const ranked = known.map((name) => ({ name, far: distance(word, name) })).toSorted((a, b) => a.far - b.far)
  return ranked[0]?.name ?? null
}
