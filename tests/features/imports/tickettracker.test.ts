import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openTicketTracker } from '#features/imports/tickettracker.ts'
import { readAll, realFile, utc, written } from './read.ts'

const read = async (content: unknown, zone = 'Europe/Berlin') =>
  readAll(
    await openTicketTracker(
      written(typeof content === 'string' ? content : JSON.stringify(content), 'tickets.json'),
      zone,
    ),
  )

const TICKET = { title: 'Gateway outage', description: 'It is down.' }

describe('a TicketTracker file', () => {
  it('brings tickets in whatever way their lists are written', async () => {
    const { tickets } = await read({
      tags: [{ name: 'SLA', color: '#7c3aed' }],
      tickets: [
        {
          ...TICKET,
          watchers: 'a@example.com; Bo <bo@example.com>',
          links: 'https://example.com/a\nhttps://example.com/b',
          tags: 'SLA, Customer',
        },
        {
          ...TICKET,
          title: 'Second',
          watchers: ['Payments Squad'],
          links: ['https://example.com'],
          tags: ['sla', { name: 'VIP', color: '#fff' }],
        },
      ],
    })

    expect(tickets[0]).toMatchObject({
      watchers: [
        { name: 'A', email: 'a@example.com' },
        { name: 'Bo', email: 'bo@example.com' },
      ],
      links: ['https://example.com/a', 'https://example.com/b'],
      tags: [
        { name: 'SLA', color: '#7c3aed' },
        { name: 'Customer', color: null },
      ],
    })
    expect(tickets[1]).toMatchObject({
      watchers: [{ name: 'Payments Squad', email: null }],
      tags: [
        { name: 'sla', color: '#7c3aed' },
        { name: 'VIP', color: '#fff' },
      ],
    })
  })

  it('keeps UTC where it names no zone, and the desk’s day where it names no time', async () => {
    const { tickets } = await read([
      {
        ...TICKET,
        created_at: '2026-07-01T10:00:00',
        age_reference_date: '2026-07-01',
        due_date: '2026-07-02T10:00:00+02:00',
      },
    ])

    expect(tickets[0]).toMatchObject({
      createdAt: utc('2026-07-01T10:00:00'),
      ageReferenceAt: utc('2026-06-30T22:00:00'),
      dueAt: utc('2026-07-02T08:00:00'),
    })
  })

  it('takes the name of an attachment, never its path', async () => {
    const { tickets } = await read([
      {
        ...TICKET,
        attachments: [
          { original_filename: '../../etc/passwd', stored_filename: '../../evil', content: 'x' },
          { stored_filename: '/etc/shadow' },
        ],
      },
    ])

    expect(tickets[0]?.files).toEqual([
      { name: 'passwd', type: 'application/octet-stream', content: 'x' },
      { name: 'attachment', type: 'application/octet-stream', content: null },
    ])
    expect(JSON.stringify(tickets)).not.toMatch(/evil|shadow/)
  })

  it('rejects entries with their number and the reason', async () => {
    const { tickets, rejected } = await read({
      tickets: [
        TICKET,
        { title: 'No description' },
        {},
        'text',
        { ...TICKET, created_at: 'yesterday' },
        { ...TICKET, updates: [{ body: [] }] },
      ],
    })

    expect(tickets).toHaveLength(1)
    expect(rejected).toEqual([
      { line: 2, reason: 'Has no description.' },
      { line: 3, reason: 'Has no title and no description.' },
      { line: 4, reason: expect.stringMatching(/^ticket: .*expected object/) as string },
      { line: 5, reason: '“yesterday” is no date. Write it as 2026-11-21T09:00:00Z.' },
      { line: 6, reason: 'ticket.updates.0.body: must be text.' },
    ])
  })

  it('keeps two tickets of the same name and time apart', async () => {
    const { tickets } = await read([TICKET, TICKET])

    expect(new Set(tickets.map(({ key }) => key)).size).toBe(2)
  })

  it.each([
    ['{\n  "tickets": [\n    {,}\n  ]\n}', /is no JSON: .* at line 3, column 6/],
    ['{"tickets": [', /is no JSON: .* at line 1/],
    ['{"other": []}', /has no list “tickets”/],
    ['', /is empty/],
  ])('that is broken says where (%#)', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message)
  })
})

describe.skipIf(!existsSync(realFile('tickettracker-demo.json')))(
  'the demo set (skipped without the shared data)',
  () => {
    it('comes in whole', async () => {
      const { tickets, rejected } = await readAll(await openTicketTracker(realFile('tickettracker-demo.json'), 'UTC'))
      const updates = tickets.flatMap((ticket) => ticket.updates)

      expect(rejected).toEqual([])
      expect(tickets.map(({ status, holdReason }) => [status, holdReason])).toEqual([
        ['In Progress', null],
        ['On Hold', 'Pending scheduled work'],
        ['Resolved', null],
        ['Open', null],
        ['Closed', null],
      ])
      expect([
        updates.length,
        updates.flatMap(({ files }) => files).length,
        tickets.flatMap(({ files }) => files).length,
      ]).toEqual([10, 2, 2])
      expect(tickets[0]?.updates[0]).toMatchObject({
        kind: 'system',
        changes: [{ field: 'status', from: 'Open', to: 'Investigating' }],
      })
      expect(tickets[0]?.tags[0]).toEqual({ name: 'Incident', color: '#dc2626' })
    })
  },
)
