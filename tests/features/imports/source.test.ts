import { describe, expect, it } from 'vitest'
import { readMap } from '#features/imports/map.ts'
import { readCsv, utc, written } from './read.ts'

const PLAIN = 'Title,Description,Priority\nPrinter on fire,It burns,High\n'

describe('a table of tickets', () => {
  it('is read by the common names of its columns', async () => {
    const { source, tickets } = await readCsv(
      written('Nr;Betreff;Beschreibung;Status\n7;Drucker brennt;Er brennt;offen\n'),
    )

    expect(source.label).toBe('Table')
    expect(tickets[0]).toMatchObject({
      title: 'Drucker brennt',
      description: 'Er brennt',
      status: 'offen',
      notes: 'Table number: 7',
    })
  })

  it.each([
    ['a byte order mark', Buffer.from(`\uFEFF${PLAIN}`)],
    ['Windows line ends', Buffer.from(PLAIN.replaceAll('\n', '\r\n'))],
    ['UTF-16', Buffer.from(`\uFEFF${PLAIN}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(PLAIN, 'utf16le')],
  ])('may have %s', async (_name, bytes) => {
    const { tickets } = await readCsv(written(bytes))

    expect(tickets).toMatchObject([{ title: 'Printer on fire', description: 'It burns', priority: 'High' }])
  })

  it('may be in the encoding of Windows, and says so', async () => {
    const { source, tickets } = await readCsv(written(Buffer.from('Title\nDrucker f\xFCr Zo\xEB\n', 'latin1')))

    expect(tickets[0]?.title).toBe('Drucker für Zoë')
    expect(source.remarks).toContain('The file is in windows-1252.')
  })

  it('stays UTF-8 where a single character is damaged', async () => {
    const damaged = Buffer.concat([
      Buffer.from('Title\nGrüße aus Köln für Zoë\nDrü'),
      Buffer.from([0xc3]),
      Buffer.from('cker\n'),
    ])

    expect((await readCsv(written(damaged))).tickets[0]?.title).toBe('Grüße aus Köln für Zoë')
  })

  it('accounts for every row: a ticket, or a line and a reason', async () => {
    const { tickets, rejected } = await readCsv(
      written(
        'Id,Subject,Created\n1,Good,2026-01-02\n2,,2026-01-02\n3,Bad date,31/31/2026\n1,Twice,2026-01-02\n5,short\n,Good again,\n',
      ),
    )

    expect(tickets.map(({ line }) => line)).toEqual([2, 7])
    expect(rejected).toEqual([
      { line: 3, reason: 'Has neither a title nor a description.' },
      {
        line: 4,
        reason: '“Created” says “31/31/2026”, which is no date (read as day-month). Correct it, or try --dates mdy.',
      },
      { line: 5, reason: 'Has the same number (1) as line 2.' },
      { line: 6, reason: 'Has 2 cells where the header has 3.' },
    ])
  })

  it('says where dates can be read both ways, and takes a word for it', async () => {
    const file = written('Title,Created\nOne,03/04/2026\n')

    const guessed = await readCsv(file)
    expect(guessed.tickets[0]?.createdAt).toBe(utc('2026-04-03T00:00:00'))
    expect(guessed.source.remarks).toEqual([
      'The dates in “Created” can be read both ways; they are read as day-month. If that is wrong, say --dates mdy.',
    ])

    const told = await readCsv(file, { order: 'mdy' })
    expect(told.tickets[0]?.createdAt).toBe(utc('2026-03-04T00:00:00'))
    expect(told.source.remarks).toEqual([])
  })

  it('takes times without a zone to be in the zone it is told', async () => {
    const { tickets } = await readCsv(written('Title,Created\nOne,2026-07-01 10:00\n'), { zone: 'Europe/Berlin' })

    expect(tickets[0]?.createdAt).toBe(utc('2026-07-01T08:00:00'))
  })

  it('makes a title of the first sentence where there is none', async () => {
    const { tickets } = await readCsv(written('Title,Body\n,"Dear Support Team,\n\nThe lift is stuck. Please come."\n'))

    expect(tickets[0]?.title).toBe('The lift is stuck')
  })

  it('keeps the whole of a title that is too long', async () => {
    const long = 'word '.repeat(80).trim()
    const { tickets } = await readCsv(written(`Title,Body\n${long},Text\n`))

    expect(tickets[0]?.title.length).toBeLessThanOrEqual(250)
    expect(tickets[0]?.description).toBe(`${long}\n\nText`)
  })

  it('treats question marks and NULL as unknown', async () => {
    const { tickets } = await readCsv(written('Title,Priority,Assignee,Created\nOne,?,NULL,0000-00-00 00:00:00\n'))

    expect(tickets[0]).toMatchObject({ priority: null, assignee: null, createdAt: null })
  })

  it('turns written-out line breaks into real ones, but leaves paths alone', async () => {
    const { tickets } = await readCsv(
      written('Title,Body\nOne,"Hello,\\n\\nsee C:\\new\\notes\\nBye"\nTwo,see C:\\new\\notes\n'),
    )

    expect(tickets.map(({ description }) => description)).toEqual([
      'Hello,\n\nsee C:\\new\\notes\\nBye',
      'see C:\\new\\notes',
    ])
  })

  it('keeps the words of texts that were exported as pages', async () => {
    const { tickets } = await readCsv(
      written(
        'Title,Body\nOne,"<div>Dear <b>team</b>,<br>see &lt;this&gt; &amp; that.</div><ul><li>a</li><li>b</li></ul><script>x()</script>"\nTwo,a < b\n',
      ),
    )

    expect(tickets.map(({ description }) => description)).toEqual(['Dear team,\nsee <this> & that.\n- a\n- b', 'a < b'])
  })

  it('says when tickets have no date', async () => {
    expect((await readCsv(written('Title\nOne\n'))).source.remarks).toEqual([
      'No column says when the tickets were created: they carry the time of the import.',
    ])
  })

  it('does not take the first ticket of one table for the first of another', async () => {
    const keys = await Promise.all(
      ['Lift', 'Door'].map(async (title) => (await readCsv(written(`Id,Title\n1,${title}\n`))).tickets[0]?.key),
    )

    expect(keys[0]).toMatch(/^1:/)
    expect(keys[0]).not.toBe(keys[1])
  })

  it('reads columns beyond those its product usually writes', async () => {
    const { source, tickets } = await readCsv(
      written('Subject,Body,Answer,Language,Status,Created\nLift,"Stuck.\\nPlease come.",Done.,en,Closed,2026-01-02\n'),
    )

    expect(source.label).toBe('Support tickets with answers')
    expect(tickets[0]).toMatchObject({
      description: 'Stuck.\nPlease come.',
      status: 'Closed',
      createdAt: utc('2026-01-02T00:00:00'),
    })
  })

  it('merges columns of the same name', async () => {
    const { tickets } = await readCsv(written('Title,Tag,Tag\nOne,red,blue\n'))

    expect(tickets[0]?.tags.map(({ name }) => name)).toEqual(['red', 'blue'])
  })

  it('gives the same content the same key, and twins but one ticket', async () => {
    const { tickets, rejected } = await readCsv(written('Title,Body\nOne,x\nOne,x\nOne,y\n'))

    expect(tickets).toHaveLength(2)
    expect(rejected).toEqual([{ line: 3, reason: 'Says the same as line 2.' }])
  })
})

describe('a map', () => {
  const file = () => written('Worum,Wie dringend,"Wann, genau",L1,L2\nDrucker,hoch,2026-01-02,a,b\n')

  it('names columns by hand, with field names as people say them', async () => {
    const { tickets } = await readCsv(file(), {
      map: readMap('subject=worum, Priority=Wie dringend,created_at=Wann, genau,tags=L1,tags=L2'),
    })

    expect(tickets[0]).toMatchObject({
      title: 'Drucker',
      priority: 'hoch',
      createdAt: utc('2026-01-02T00:00:00'),
      tags: [{ name: 'a' }, { name: 'b' }],
    })
  })

  it('may stand in a JSON file', async () => {
    const map = readMap(written('{ "title": "Worum", "tags": ["L1", "L2"] }', 'map.json'))

    expect((await readCsv(file(), { map })).tickets[0]?.tags).toHaveLength(2)
  })

  it('wins over what a known layout would read', async () => {
    const zendesk = written('Id,Subject,Requester,Via,Status,Real title\n1,Wrong,Lena,Mail,Open,Right\n')

    expect((await readCsv(zendesk, { map: readMap('title=Real title') })).tickets[0]?.title).toBe('Right')
  })

  it('makes a history of a table whose rows are changes', async () => {
    const map = readMap('id=Case,title=What,status=State,changed=At,changed_by=Who')
    const { tickets } = await readCsv(
      written('Case,What,State,At,Who\n1,Lift,New,2026-01-01,Al\n1,Lift,Done,2026-01-02,Bo\n'),
      { map },
    )

    expect(tickets[0]?.updates).toMatchObject([
      { author: 'Bo', at: utc('2026-01-02T00:00:00'), changes: [{ field: 'status', from: 'New', to: 'Done' }] },
    ])
  })

  it.each([
    [() => 'title', /“title” is not FIELD=COLUMN/],
    [() => 'colour=Worum', /“colour” is no field. Fields: id, title/],
    [() => written('[1]', 'list.json'), /must hold fields and columns/],
    [() => written('{', 'broken.json'), /cannot be read as JSON/],
  ])('that is none is refused in words (%#)', (text, message) => {
    expect(() => readMap(text())).toThrow(message)
  })

  it('that names a missing column lists those there are', async () => {
    await expect(readCsv(file(), { map: readMap('title=Nope') })).rejects.toThrow(
      /no column “Nope”. Columns found: Worum, Wie dringend/,
    )
  })
})

describe('a file that holds no tickets', () => {
  it.each([
    ['missing', () => '/nowhere/tickets.csv', /There is no file/],
    ['a folder', () => '/tmp', /is not a file/],
    ['empty', () => written(''), /is empty/],
    ['blank', () => written('\n\n'), /no header line/],
    ['a workbook', () => written(Buffer.from('504b030414000600', 'hex')), /Excel workbook/],
    ['binary', () => written(Buffer.from([1, 2, 3, 0, 5, 6, 7, 8, 9])), /binary data/],
    ['JSON', () => written('[{"title": "One"}]'), /is JSON, not CSV. Try: pennant import tickettracker/],
    ['HTML', () => written('<!DOCTYPE html><html>'), /web page/],
    ['about something else', () => written('Colour,Size\nred,4\n'), /Columns found: Colour, Size. Fields: id, title/],
  ])('because it is %s fails in words', async (_name, file, message) => {
    await expect(readCsv(file())).rejects.toThrow(message)
  })

  it('but a header is an import of nothing', async () => {
    expect(await readCsv(written('Title,Description\n'))).toMatchObject({ tickets: [], rejected: [] })
  })
})
