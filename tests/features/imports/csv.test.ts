import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCsv, sniffDelimiter, type CsvRow, type Trust } from '#lib/csv.ts'

const bytesOf = (text: string, size = 7) =>
  async function* () {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
  }

type Read = { readonly header: readonly string[]; readonly delimiter: string; readonly rows: CsvRow[] }

async function read(text: string, trust?: Trust): Promise<Read> {
  const table = await openCsv(bytesOf(text))
  const rows: CsvRow[] = []
  for await (const row of table.rows(trust)) rows.push(row)
  return { header: table.header, delimiter: table.delimiter, rows }
}

describe('a table', () => {
  it('keeps its line numbers across blank lines and quoted line breaks', async () => {
    const { rows } = await read('a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n')

    expect(rows.map(({ line, lastLine, cells }) => [line, lastLine, cells])).toEqual([
      [2, 3, ['1', 'x\r\ny']],
      [5, 5, ['2', 'z']],
    ])
  })

  it.each([
    ['commas', 'a,b,c\n1,2,3', ','],
    ['semicolons', 'a;b;c, d\n1;2;3', ';'],
    ['tabs', 'a\tb\n1\t2', '\t'],
    ['bars', 'a|b\n1|2', '|'],
    ['what its first line announces', 'sep=;\r\na;b\r\n1;2', ';'],
  ])('is separated by %s', async (_name, text, delimiter) => {
    const table = await read(text)

    expect(table.delimiter).toBe(delimiter)
    expect(table.rows.at(-1)?.problem).toBeNull()
  })

  it('counts the lines after an announced separator', async () => {
    expect((await read('sep=;\na;b\n1;2')).rows[0]?.line).toBe(3)
  })

  it('reads line ends of every kind', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect((await read(`a,b${end}1,2${end}3,4${end}`)).rows.map(({ cells }) => cells)).toEqual([
        ['1', '2'],
        ['3', '4'],
      ])
    }
  })

  it('tells a row with too few or too many cells apart from the good ones around it', async () => {
    const { rows } = await read('a,b\n1\n2,3\n4,5,6\n7,8,,\n')

    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'Has 1 cell where the header has 2.'],
      [3, null],
      [4, 'Has 3 cells where the header has 2.'],
      [5, null],
    ])
  })

  it('names the row whose quote never closes, and reads on after it', async () => {
    const { rows } = await read('a,b\n1,2\n3,"open\n5,6\n7,8\n')

    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, null],
      [3, 'A quote opened here is never closed.'],
      [4, null],
      [5, null],
    ])
  })

  it('does not let a stray quote swallow the rows up to the next one', async () => {
    const { rows } = await read('a,b,c\n1,"x,y\n2,"hello, world",z\n3,"x\n4,"y\n5,6,7\n')

    expect(rows.map(({ line, cells, problem }) => [line, problem ?? cells])).toEqual([
      [2, 'A quote opened here is never closed.'],
      [3, ['2', 'hello, world', 'z']],
      [4, 'A quote opened here is never closed.'],
      [5, 'A quote opened here is never closed.'],
      [6, ['5', '6', '7']],
    ])
  })

  it('gives up where a thousand rows are torn, and says from which line on', async () => {
    const { rows } = await read(`a,b\n${'1,"x\n'.repeat(1100)}`)

    expect(rows).toHaveLength(1001)
    expect(rows.at(-1)).toMatchObject({
      line: 1002,
      problem: expect.stringMatching(/nothing from this line on/) as string,
    })
  })

  it('takes a text of several lines that begins with a quotation for what it is', async () => {
    expect((await read('a,b\n1,"""Hi"", he said,\nand left"\n')).rows[0]).toMatchObject({
      problem: null,
      cells: ['1', '"Hi", he said,\nand left'],
    })
  })

  it('keeps quotes that stand inside a text', async () => {
    expect((await read('a,b\nsay "hi",2\n')).rows[0]?.cells).toEqual(['say "hi"', '2'])
  })

  it('is nothing where the file is', async () => {
    expect(await read('')).toEqual({ header: [], delimiter: ',', rows: [] })
    expect(await read('\n\n')).toMatchObject({ header: [], rows: [] })
  })

  it('names columns that have no header', async () => {
    expect((await read('a,,c\n')).header).toEqual(['a', 'Column 2', 'c'])
  })

  it('takes a single column for one', () => {
    expect(sniffDelimiter('title\nPrinter on fire\n')).toBe(',')
  })

  it('comes back as it was written, whatever is in it', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ö', '"', ',', ';', '\n', ' ', '\t', '😀'), maxLength: 6 })
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }))

    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (rows, delimiter, end) => {
          const width = rows[0]?.length ?? 1
          const header = Array.from({ length: width + 1 }, (_, index) => `h${index}`)
          const quoted = [header, ...rows.map((row) => ['x', ...row])].map((row) =>
            row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter),
          )
          // A cell may look as if a quote had been left open; who wrote it knows better.
          const found = await read(quoted.join(end), 'whole')

          expect(found.rows.map(({ cells }) => cells.slice(1))).toEqual(rows)
          expect(found.rows.every(({ problem }) => problem === null)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})
