import { describe, expect, it } from 'vitest'
import { importTickets } from '#features/imports/service.ts'
import { openCsvSource } from '#features/imports/source.ts'
import { openTicketTracker } from '#features/imports/tickettracker.ts'
import type { Desk } from '#src/desk.ts'
import { admin, layDesk, NOW, TEAM } from './desk.ts'
import { fixture, utc, written } from './read.ts'

const open = (file: string) =>
  file.endsWith('.json') ? openTicketTracker(file, 'UTC') : openCsvSource(file, { zone: 'UTC' })

const bring = async (desk: Desk, file: string, preview = false) =>
  importTickets(desk, admin, { source: await open(file), preview })

const counts = async ({ db: { read } }: Desk) => ({
  tickets: await read.ticket.count(),
  updates: await read.update.count(),
  people: await read.person.count(),
  tags: await read.tag.count(),
  files: await read.attachment.count(),
  clocks: await read.clock.count(),
})

describe('an import', () => {
  it('brings a ticket in with all that belongs to it', async () => {
    const desk = layDesk(TEAM)
    await bring(desk, fixture('freshservice.csv'))

    const ticket = await desk.db.read.ticket.findUniqueOrThrow({
      where: { importKey: 'freshservice:INC-1042' },
      include: {
        requester: true,
        assignee: true,
        site: true,
        tags: { include: { tag: true } },
        clocks: true,
        updates: true,
      },
    })
    expect(ticket).toMatchObject({
      title: 'Laptop will not start',
      status: 'closed',
      statusKind: 'closed',
      section: 0,
      priority: 'high',
      priorityRank: 3,
      type: 'Incident',
      requester: { name: 'Ana Sousa', email: 'ana.sousa@example.com', role: 'client', passwordHash: null },
      assignee: { name: 'Ravi Menon', role: 'agent', passwordHash: null },
      site: { name: 'Lisbon' },
      overdueAt: null,
    })
    expect(ticket.resolvedAt?.getTime()).toBe(utc('2026-03-02T15:40:00'))
    expect(ticket.tags.map(({ tag }) => tag.name)).toEqual(['laptop', 'boot'])
    expect(ticket.clocks.map(({ kind, met }) => [kind, met])).toEqual([
      ['first_response', true],
      ['resolution', true],
    ])
    expect(ticket.updates.map(({ kind, authorName, changes }) => [kind, authorName, changes])).toEqual([
      ['system', 'Ana Sousa', '[{"field":"created","from":null,"to":"Laptop will not start"}]'],
      ['system', 'Freshservice', '[{"field":"status","from":"Open","to":"Resolved"}]'],
      ['system', 'Freshservice', '[{"field":"status","from":"Resolved","to":"Closed"}]'],
    ])
  })

  it('puts tickets where the board looks for them, with their stages', async () => {
    const desk = layDesk(TEAM)
    await bring(desk, fixture('freshservice.csv'))

    const held = await desk.db.read.ticket.findUniqueOrThrow({ where: { importKey: 'freshservice:SR-77' } })
    expect(held).toMatchObject({ status: 'on_hold', holdReason: 'Pending', section: 3, assigneeId: null })
    const found = desk.db.sql.all(`SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH 'badge'`)
    expect(found).toEqual([{ rowid: held.id }])
  })

  it.each(['freshservice.csv', 'freshdesk.csv', 'zendesk.csv', 'jira.csv', 'osticket.csv', 'servicenow.csv'])(
    'of %s changes nothing the second time, and does what its preview said',
    async (name) => {
      const desk = layDesk(TEAM)
      const preview = await bring(desk, fixture(name), true)
      expect(await counts(desk)).toMatchObject({ tickets: 0, people: 0, tags: 0 })

      const report = await bring(desk, fixture(name))
      expect(report).toEqual({ ...preview, preview: false })
      const after = await counts(desk)
      expect(after).toMatchObject({ tickets: report.created, people: report.people, tags: report.tags })

      expect(await bring(desk, fixture(name))).toMatchObject({
        created: 0,
        skipped: report.created,
        people: 0,
        tags: 0,
      })
      expect(await counts(desk)).toEqual(after)
    },
  )

  it('lists every row it could not take', async () => {
    const report = await bring(layDesk(), written('Id,Title,Created\n1,Good,2026-01-02\n2,,\n3,Bad,never ever\n'))

    expect(report).toMatchObject({ created: 1, rejectedCount: 2 })
    expect(report.rejected.map(({ line }) => line)).toEqual([3, 4])
  })

  it('says how it read the words of the other system', async () => {
    const report = await bring(
      layDesk(),
      written('Title,Status,Priority\nA,Awaiting Vendor,P1\nB,Awaiting Vendor,Bananas\n'),
    )

    expect(report.mappings).toEqual([
      { field: 'status', word: 'Awaiting Vendor', target: 'On Hold', count: 2 },
      { field: 'priority', word: 'P1', target: 'Critical', count: 1 },
      { field: 'priority', word: 'Bananas', target: 'Low, for want of a better', count: 1 },
    ])
  })

  it('finds people by mail, else by name, and makes each but once', async () => {
    const desk = layDesk()
    const known = await desk.db.write((tx) =>
      tx.person.create({
        data: {
          name: 'Ana Sousa',
          nameKey: 'ana sousa',
          email: 'ana@example.com',
          emailKey: 'ana@example.com',
          createdAt: new Date(NOW),
        },
      }),
    )
    await bring(
      desk,
      written('Title,Requester,Requester email,Watchers\nA,A. Sousa,ANA@example.com,Zoë\nB,Ana Sousa,,zoe\nC,Zoe,,\n'),
    )

    const tickets = await desk.db.read.ticket.findMany({
      orderBy: { id: 'asc' },
      include: { requester: true, watchers: true },
    })
    expect(tickets.slice(0, 2).map(({ requesterId }) => requesterId)).toEqual([known.id, known.id])
    expect(tickets[2]?.requester?.name).toBe('Zoe')
    expect(await desk.db.read.person.count()).toBe(2)
  })

  it('never makes an agent of somebody who was a client before', async () => {
    const desk = layDesk()
    await desk.db.write((tx) =>
      tx.person.create({
        data: {
          name: 'Mallory',
          nameKey: 'mallory',
          email: 'm@example.com',
          emailKey: 'm@example.com',
          createdAt: new Date(NOW),
        },
      }),
    )
    await bring(desk, written('Title,Assignee,Assignee email\nA,Mallory,m@example.com\n'))

    const ticket = await desk.db.read.ticket.findFirstOrThrow()
    expect(await desk.db.read.person.findMany({ select: { role: true } })).toEqual([{ role: 'client' }])
    expect(ticket).toMatchObject({ assigneeId: null, notes: 'Assigned to: Mallory' })
  })

  it('knows an agent who is met as a requester first', async () => {
    const desk = layDesk()
    const asks = Array.from({ length: 60 }, (_, index) => `${index},Pat,`).join('\n')
    await bring(desk, written(`Title,Requester,Assignee\n${asks}\nLast,,Pat\n`))

    expect(await desk.db.read.person.findMany({ select: { name: true, role: true } })).toEqual([
      { name: 'Pat', role: 'agent' },
    ])
  })

  it('keeps attachments by their content, and a word about those the file does not hold', async () => {
    const desk = layDesk()
    const files = [
      { original_filename: 'a.txt', content: 'same' },
      { original_filename: 'b.exe', content: 'same' },
      { original_filename: 'c.png' },
    ]
    await bring(
      desk,
      written(
        JSON.stringify([{ title: 'A', description: 'B', attachments: files, links: 'javascript:alert(1)' }]),
        'a.json',
      ),
    )

    const rows = await desk.db.read.attachment.findMany({ include: { file: true }, orderBy: { id: 'asc' } })
    expect(rows.map(({ name, file }) => [name, file.type])).toEqual([
      ['a.txt', 'text/plain'],
      ['b.exe.txt', 'text/plain'],
      ['c.png', 'text/plain'],
    ])
    expect(await desk.db.read.file.count()).toBe(2)
    expect(await desk.storage.has(rows[0]?.sha256 ?? '')).toBe(true)
    expect(await desk.db.read.ticketLink.count()).toBe(0)
    expect((await desk.db.read.ticket.findFirstOrThrow()).notes).toBe('javascript:alert(1)')
  })

  it('tells the house once, when it is done', async () => {
    const desk = layDesk()
    const heard: number[] = []
    desk.bus.on('tickets.imported', ({ count }) => void heard.push(count))
    await bring(desk, fixture('jira.csv'), true)
    await bring(desk, fixture('jira.csv'))
    await bring(desk, fixture('jira.csv'))

    expect(heard).toEqual([2])
  })

  it('keeps what was done before a failure, and goes on from there', async () => {
    const desk = layDesk()
    const file = written(
      `Id,Title\n${Array.from({ length: 120 }, (_, index) => `${index},Ticket ${index}`).join('\n')}`,
    )
    let batches = 0
    const failing: Desk = {
      ...desk,
      db: {
        ...desk.db,
        write: (work) => ((batches += 1) > 1 ? Promise.reject(new Error('The power went.')) : desk.db.write(work)),
      },
    }
    await expect(bring(failing, file)).rejects.toThrow('The power went.')

    expect(await bring(desk, file)).toMatchObject({ created: 70, skipped: 50 })
    expect(await desk.db.read.ticket.count()).toBe(120)
  })

  it('is for admins alone', async () => {
    const source = await open(fixture('jira.csv'))

    await expect(importTickets(layDesk(), { ...admin, role: 'agent' }, { source, preview: true })).rejects.toThrow(
      'Only an admin',
    )
  })
})
