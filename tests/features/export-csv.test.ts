import { expect, it } from 'vitest'
import { TICKET_TABLE } from '#domain/ticket-table.ts'
import type { Browser } from '../support/house.ts'
import { openHouse } from '../support/house.ts'
import { addField } from './fields.ts'
import { linkTo, openTicket } from './page.ts'
import { openTown } from './town.ts'

/** The table as records, by the names of its columns. */
async function exported(browser: Browser, search = ''): Promise<readonly Record<string, string>[]> {
  const { text, headers } = await browser.get(`/tickets/export${search}`).expect(200)
  expect(headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(headers['content-disposition']).toBe('attachment; filename="tickets-2026-11-21.csv"')
  expect(text.startsWith('\uFEFF')).toBe(true)
  const [header = [], ...rows] = records(text.slice(1))
  return rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])))
}

/** Reads CSV the simplest way there is, so that the reader of the program is not its own judge. */
function records(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

it('leaves with every column there is, in the order of the list', async () => {
  const house = await openHouse({ preset: 'team' })
  const agent = await house.as('agent', 'Ada Agent')
  await addField(house, await house.as('admin'), { label: 'Rack unit' })
  const id = await openTicket(agent, {
    title: 'VPN, "drops"',
    description: 'Every hour;\nthen again.',
    notes: 'Ask Bo.',
    requester: 'Rita Requester <rita@example.com>',
    watchers: '"Wallace, Monique" <monique@example.com>, Wim',
    priority: 'high',
    site: 'Harbour',
    project: 'Crane',
    jobNumber: 'J-7',
    tags: 'vpn, printer',
    links: 'https://example.com/a\nhttps://example.com/b',
    dueAt: '2026-12-01T10:00',
    'field.rack_unit': '12 left',
  })
  await openTicket(agent, { title: 'Later' })
  await agent.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'On it.' }).expect(303)
  await agent.post(`/tickets/${id}/status`, { to: 'on_hold', holdReason: 'Awaiting parts' }).expect(303)

  const rows = await exported(agent, '?status=all&sort=created&order=asc')
  expect(rows.map(({ Title }) => Title)).toEqual(['VPN, "drops"', 'Later'])
  expect(Object.keys(rows[0] ?? {})).toEqual([
    ...Object.values(TICKET_TABLE).map(({ header }) => header),
    'field.rack_unit',
  ])
  expect(rows[0]).toMatchObject({
    Description: 'Every hour;\nthen again.',
    Status: 'On Hold',
    Stage: 'On Hold',
    Priority: 'High',
    Requester: 'Rita Requester',
    'Requester mail': 'rita@example.com',
    Watchers: '"Wallace, Monique" <monique@example.com>\nWim',
    Site: 'Harbour',
    Project: 'Crane',
    'Job number': 'J-7',
    Tags: 'printer, vpn',
    Links: 'https://example.com/a\nhttps://example.com/b',
    Due: '2026-12-01T09:00:00.000Z',
    Created: '2026-11-21T09:00:00.000Z',
    'First response': '2026-11-21T09:00:00.000Z',
    'Hold reason': 'Awaiting parts',
    Notes: 'Ask Bo.',
    'field.rack_unit': '12 left',
  })
})

it('guards what a spreadsheet would run', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser, { title: '=HYPERLINK("http://evil.example")', description: '@sum', tags: '-now' })
  const [row] = await exported(browser)
  expect(row).toMatchObject({ Title: `'=HYPERLINK("http://evil.example")`, Description: `'@sum`, Tags: `'-now` })
})

it('holds the tickets of the list alone, and the list leads to it', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser, { title: 'Printer', tags: 'paper' })
  await openTicket(browser, { title: 'Lamp' })
  expect((await exported(browser, '?tags=paper')).map(({ Title }) => Title)).toEqual(['Printer'])
  expect(await exported(browser, '?q=nothing')).toEqual([])
  const list = (await browser.get('/tickets?tags=paper&sort=due').expect(200)).text
  expect(/href="([^"]+)"[^>]*download/.exec(list)?.[1]?.replaceAll('&amp;', '&')).toBe(
    '/tickets/export?tags=paper&sort=due',
  )
  expect(linkTo(list, 'Nowhere')).toBeNull()
})

it('walks a list of several pages, each ticket once, in every order', async () => {
  const { desk, visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser)
  await desk.db.write(({ hot }) => {
    hot.run(`WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
      INSERT INTO Ticket (title, description, status, statusKind, priority, priorityRank, ageReferenceAt, createdAt, updatedAt, section, dueAt, stage1At, stage2At, stage3At, overdueAt)
      SELECT 'T' || i, 'x', 'open', 'open', 'low', i % 4, i, i % 7, i % 5, i % 4, CASE WHEN i % 3 THEN i END, at, at, at, at
      FROM (SELECT i, CASE WHEN i % 4 AND i % 5 THEN i * 2e9 END AS at FROM n)`)
  })
  for (const sort of ['urgency', 'due', 'priority', 'updated', 'created']) {
    const numbers = (await exported(browser, `?status=all&sort=${sort}`)).map((row) => Number(row.Number))
    expect([sort, numbers.length, new Set(numbers).size]).toEqual([sort, 1203, 1203])
    const list = (await browser.get(`/tickets?status=all&sort=${sort}`).expect(200)).text
    const shown = [...list.matchAll(/id="t(\d+)"/g)].map(([, id]) => Number(id))
    expect(numbers.slice(0, shown.length)).toEqual(shown)
  }
})

it('gives clients what they see, and no more', async () => {
  const { house, admin, carla, tickets } = await openTown()
  await admin.post(`/tickets/${tickets.carla}/updates`, { kind: 'note', body: 'A secret note.' }).expect(303)
  await addField(house, admin, { label: 'Inside', visibleTo: 'agent', editableBy: 'agent' })
  const rows = await exported(carla, '?status=all')
  expect(rows.map(({ Title }) => Title)).toEqual(['Of Carla'])
  const expected = Object.values(TICKET_TABLE).filter(({ forClients }) => forClients)
  expect(Object.keys(rows[0] ?? {})).toEqual(expected.map(({ header }) => header))
  expect(Object.keys(rows[0] ?? {})).not.toContain('Notes')
  expect(JSON.stringify(rows)).not.toContain('@example.com')
})

it('is for those who see the tickets, and is written down', async () => {
  const { house, desk, agents } = await openTown()
  expect((await exported(agents.harbour, '?status=all')).map(({ Title }) => Title).sort()).toEqual([
    'Internal at the harbour',
    'Of Carla',
  ])
  await house.visitor().get('/tickets/export').expect(303)
  const entry = await desk.db.read.auditEntry.findFirstOrThrow({ where: { action: 'tickets.exported' } })
  expect(entry).toMatchObject({ actorName: 'Hans Harbour', subject: '2 tickets as CSV' })
  expect(entry.details).toContain('status=all')
})
