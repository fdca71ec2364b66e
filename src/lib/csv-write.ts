// A spreadsheet runs what begins like this. What looks guarded already is guarded once more, so that the way back is exact.
const FORMULA = /^'*[=+\-@\t\r]/
const GUARDED = /^'(?='*[=+\-@\t\r])/
const QUOTED = /[",;\r\n]|^\s|\s$/

/** One record with its line end; a cell that a spreadsheet would run as a formula begins with an apostrophe. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** What a cell of ours said before it was guarded. */
export const unguarded = (cell: string): string => cell.replace(GUARDED, '')
