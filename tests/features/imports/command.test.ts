import { Command } from 'commander'
import { afterEach, describe, expect, it } from 'vitest'
import { registerImportCommands } from '#features/imports/command.ts'
import type { Desk } from '#src/desk.ts'
import { layDesk } from './desk.ts'
import { fixture, written } from './read.ts'

afterEach(() => {
  process.exitCode = undefined
})

async function type(desk: Desk, ...words: string[]): Promise<string> {
  let printed = ''
  const program = new Command('pennant').exitOverride().configureOutput({ writeErr: () => undefined })
  registerImportCommands(program, () => Promise.resolve({ desk, close: () => Promise.resolve() }), {
    interactive: false,
    write: (text) => void (printed += text),
  })
  for (const command of program.commands.flatMap(({ commands }) => commands))
    command.exitOverride().configureOutput({ writeErr: () => undefined })
  await program.parseAsync(['import', ...words], { from: 'user' })
  return printed
}

describe('pennant import', () => {
  it('shows a preview and changes nothing', async () => {
    const desk = layDesk()
    const printed = await type(
      desk,
      'csv',
      '--preview',
      written('Id,Title,Status,Created\n1,One,Awaiting Vendor,03/04/2026\n2,,Open,\n'),
    )

    expect(printed).toBe(
      [
        'Table: 1 ticket would be created, 0 already here, 1 rejected.',
        'Remarks:',
        '  The dates in “Created” can be read both ways; they are read as day-month. If that is wrong, say --dates mdy.',
        'Words:',
        '  status Awaiting Vendor → On Hold (1)',
        'Rejected:',
        '  line 3: Has neither a title nor a description.',
        'This was a preview: nothing was changed. Leave out --preview to import.',
        '',
      ].join('\n'),
    )
    expect(await desk.db.read.ticket.count()).toBe(0)
    expect(process.exitCode).toBeUndefined()
  })

  it('imports, and says what came with the tickets', async () => {
    const desk = layDesk()

    expect(await type(desk, 'csv', fixture('zendesk.csv'))).toContain(
      'Zendesk: 2 tickets created in 0 s, 0 already here, 0 rejected.\nNew with them: 3 people, 2 tags.\n',
    )
    expect(await desk.db.read.ticket.count()).toBe(2)
  })

  it('takes maps, zones and orders', async () => {
    const desk = layDesk()
    await type(
      desk,
      'csv',
      '--map',
      'title=What,created=When',
      '--zone',
      'Europe/Berlin',
      '--dates',
      'mdy',
      written('What,When\nLift,07/01/2026 10:00\n'),
    )

    expect((await desk.db.read.ticket.findFirstOrThrow()).createdAt.toISOString()).toBe('2026-07-01T08:00:00.000Z')
  })

  it('reads TicketTracker files', async () => {
    const file = written('[{"title": "A", "description": "B"}, {"title": "C"}]', 'a.json')

    expect(await type(layDesk(), 'tickettracker', file)).toContain(
      'TicketTracker: 1 ticket created in 0 s, 0 already here, 1 rejected.\nRejected:\n  ticket 2: Has no description.',
    )
  })

  it('tells how far it is, a line every thousand tickets', async () => {
    const rows = Array.from({ length: 2050 }, (_, index) => `${index},Ticket ${index}`).join('\n')

    expect(await type(layDesk(), 'csv', '--preview', written(`Id,Title\n${rows}`))).toMatch(
      /^1000 created, 0 already here, 0 rejected\n2000 created/,
    )
  })

  it('ends with 1 where a file brings nothing', async () => {
    await type(layDesk(), 'csv', written('Title\n'))

    expect(process.exitCode).toBe(1)
  })

  it.each([
    ['csv', '/nowhere.csv', /There is no file/],
    ['tickettracker', '/nowhere.json', /There is no file/],
    ['csv --zone Mars/Olympus', 'x', /no time zone/],
    ['csv --dates ymd', 'x', /Say dmy or mdy/],
    ['csv --map nonsense', 'x', /not FIELD=COLUMN/],
  ])('%s says what is wrong', async (words, file, message) => {
    await expect(type(layDesk(), ...words.split(' '), file)).rejects.toThrow(message)
  })
})
