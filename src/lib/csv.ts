import { parse, type CsvError } from 'csv-parse'

/** One record; `problem` says why its cells cannot be trusted, `lastLine` differs from `line` by quoted newlines. */
export type CsvRow = {
  readonly line: number
  readonly lastLine: number
  readonly cells: readonly string[]
  readonly problem: string | null
}

export type CsvTable = {
  readonly header: readonly string[]
  readonly delimiter: string
  readonly rows: (trust?: Trust) => AsyncGenerator<CsvRow>
}

/** Whether quotes are known to be right, or a record that looks torn is taken for one with a quote left open. */
export type Trust = 'whole' | 'guess'

/** Opens the file anew at each call and hands out UTF-8 bytes without a byte order mark. */
export type ReadBytes = () => AsyncIterable<Uint8Array>

const DELIMITERS = [',', ';', '\t', '|']
const HEAD_BYTES = 64 * 1024
const LARGEST_RECORD = 8 * 1024 * 1024
const MOST_RECOVERIES = 1000
const UNCLOSED = 'A quote opened here is never closed.'
const HOPELESS = 'Too many quotes are left open: nothing from this line on was read.'

/** Reads the header and finds out the delimiter; an empty file has an empty header and no rows. */
export async function openCsv(read: ReadBytes): Promise<CsvTable> {
  const head = await headOf(read)
  const announced = /^sep=(.)\r?\n/i.exec(head)
  const shape: Shape = {
    delimiter: announced?.[1] ?? sniffDelimiter(head),
    newline: head.includes('\n') ? '\n' : '\r',
  }

  const first = await firstRecord(read, shape, announced ? 1 : 0)
  const header = (first?.cells ?? []).map((cell, index) => cell.trim() || `Column ${index + 1}`)
  return {
    header,
    delimiter: shape.delimiter,
    rows: (trust = 'guess') => rowsOf(read, shape, { skip: first?.lastLine ?? 0, width: header.length, trust }),
  }
}

/** The form in which headers are compared: lower case, one blank between words, no punctuation. */
export function normalHeader(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The separator that cuts the first record into most cells; a comma where none does. */
export function sniffDelimiter(head: string): string {
  const plain = firstLineOf(head)
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, cells: plain.split(delimiter).length }))
  return counts.reduce((best, next) => (next.cells > best.cells ? next : best)).delimiter
}

type Shape = { readonly delimiter: string; readonly newline: '\n' | '\r' }
type Span = { readonly skip: number; readonly width: number; readonly trust: Trust }

function firstLineOf(head: string): string {
  const unquoted = head.replace(/"(?:[^"]|"")*"/g, 'x')
  return unquoted.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? ''
}

async function headOf(read: ReadBytes): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of read()) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= HEAD_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function firstRecord(read: ReadBytes, shape: Shape, skip: number): Promise<CsvRow | null> {
  for await (const row of recordsOf(read, shape, skip)) if (!isBlank(row) || row.problem) return row
  return null
}

async function* rowsOf(read: ReadBytes, shape: Shape, { skip, width, trust }: Span): AsyncGenerator<CsvRow> {
  let from = skip
  for (let recoveries = 0; ; recoveries += 1) {
    let broken: CsvRow | null = null
    for await (const row of recordsOf(read, shape, from)) {
      broken = row.problem !== null || (trust === 'guess' && isTorn(row, shape, width)) ? row : null
      if (broken) break
      if (!isBlank(row)) yield measured(row, width)
    }
    if (!broken) return
    yield { ...broken, lastLine: broken.line, cells: [], problem: recoveries < MOST_RECOVERIES ? UNCLOSED : HOPELESS }
    if (recoveries === MOST_RECOVERIES) return
    from = broken.line
  }
}

/** Whether a quote opened in one row and met the next one rows later: what lies between is no text of a cell. */
function isTorn({ line, lastLine, cells }: CsvRow, { delimiter }: Shape, width: number): boolean {
  const suspect = lastLine > line ? cells.filter((cell) => cell.startsWith('"') && /[\r\n]/.test(cell)) : []
  return suspect.some(
    (cell) => cells.length !== width || /[\r\n]/.test(cell.split(`${delimiter}"`).slice(0, -1).join('')),
  )
}

/** Records after the first `skip` lines, up to the end or to the first record whose quote never closes. */
async function* recordsOf(read: ReadBytes, shape: Shape, skip: number): AsyncGenerator<CsvRow> {
  let line = skip + 1
  for await (const batch of parsed(afterLines(read(), skip, shape.newline), shape)) {
    for (const cells of batch.records) {
      const lastLine = line + cells.reduce((sum, cell) => sum + newlinesIn(cell), 0)
      yield { line, lastLine, cells, problem: null }
      line = lastLine + 1
    }
    if (batch.failed) yield { line, lastLine: line, cells: [], problem: UNCLOSED }
  }
}

type Batch = { readonly records: readonly string[][]; readonly failed: boolean }

// The parser's own stream drops the records it still holds when a later one fails; collecting them keeps them.
async function* parsed(bytes: AsyncIterable<Uint8Array>, shape: Shape): AsyncGenerator<Batch> {
  let records: string[][] = []
  const parser = parse({
    delimiter: shape.delimiter,
    record_delimiter: shape.newline === '\n' ? ['\r\n', '\n'] : ['\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LARGEST_RECORD,
    on_record: (cells: string[]) => {
      records.push(cells)
      return null
    },
  })
  parser.on('error', () => undefined)

  for await (const chunk of bytes) {
    const failed = await settled((done) => parser.write(chunk, done))
    yield { records, failed }
    if (failed) return
    records = []
  }
  yield { failed: await settled((done) => parser.end(done)), records }
}

/** Whether the step failed on the text; any other failure is thrown. */
function settled(step: (done: (error?: Error | null) => void) => unknown): Promise<boolean> {
  return new Promise((resolve, reject) => {
    step((error) => {
      if (!error) resolve(false)
      else if (isTextError(error)) resolve(true)
      else reject(error)
    })
  })
}

const isTextError = (error: Error): error is CsvError => 'code' in error && String(error.code).startsWith('CSV_')

async function* afterLines(
  bytes: AsyncIterable<Uint8Array>,
  skip: number,
  newline: string,
): AsyncGenerator<Uint8Array> {
  const mark = newline.charCodeAt(0)
  let left = skip
  for await (const chunk of bytes) {
    let start = 0
    while (left > 0 && start < chunk.length) {
      const next = chunk.indexOf(mark, start)
      if (next < 0) break
      start = next + 1
      left -= 1
    }
    if (left === 0 && start < chunk.length) yield chunk.subarray(start)
  }
}

function measured(row: CsvRow, width: number): CsvRow {
  if (row.cells.length === width) return row

  const surplus = row.cells.slice(width)
  if (row.cells.length > width && surplus.every((cell) => cell.trim() === ''))
    return { ...row, cells: row.cells.slice(0, width) }

  const where = row.lastLine > row.line ? ` (lines ${row.line}–${row.lastLine})` : ''
  return { ...row, problem: `Has ${cellsIn(row.cells.length)} where the header has ${width}${where}.` }
}

const cellsIn = (count: number) => (count === 1 ? '1 cell' : `${count} cells`)

const newlinesIn = (cell: string) =>
  cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\n|\r/).length - 1 : 0

const isBlank = (row: CsvRow) => row.cells.every((cell) => cell.trim() === '')
