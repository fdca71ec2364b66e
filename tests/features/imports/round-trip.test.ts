import { expect, it } from 'vitest'
import { importTickets } from '#features/imports/service.ts'
import { openCsvSource } from '#features/imports/source.ts'
import type { Desk } from '#src/desk.ts'
import { MINUTE } from '../../support/clock.ts'
import { openHouse, type Browser, type House } from '../../support/house.ts'
import { addField } from '../fields.ts'
import { openTicket } from '../page.ts'
import { admin } from './desk.ts'
import { written } from './read.ts'

const ALL = '/tickets/export?status=all&sort=created&order=asc'

const exported = async (browser: Browser): Promise<string> => (await browser.get(ALL).expect(200)).text

async function bring(desk: Desk, text: string) {
  const source = await openCsvSource(written(text), { zone: 'America/New_York' })
  return { source, report: await importTickets(desk, admin, { source, preview: false }) }
}

type Open = House & { readonly agent: Browser }

async function openDeskWithFields(): Promise<Open> {
  const house = await openHouse({ preset: 'team', config: { resolutions: ['Fixed', 'Won’t fix'] } })
  const agent = await house.as('admin', 'Ada Agent')
  await addField(house, agent, { label: 'Rack unit', type: 'number' })
  await addField(house, agent, { label: 'Colours', type: 'choices', options: 'red\ngreen' })
  await addField(house, agent, { label: 'Seen', type: 'date' })
  return { ...house, agent }
}

// What breaks tables: quotes, separators, line ends, formulas, blanks at the ends, HTML, words for "nothing".
const ODD = [
  '=1+1',
  `'=1+1`,
  `''-x`,
  '-',
  'null',
  '?',
  '"Hello",\nshe said,\n"and left",\nagain',
  '<p>Not <b>HTML</b></p>',
  'a;b,c\td',
  'C:\\new\\table\\n\\n',
  '@here ünïcödé 🙂',
  '#N/A',
  "It's 'quoted'",
]

/** Tickets in every state, with every column filled somewhere. */
async function populate({ agent, clock, desk }: Open): Promise<void> {
  for (const [index, text] of ODD.entries()) {
    clock.pass(MINUTE + index)
    await openTicket(agent, {
      title: text.replaceAll('\n', ' '),
      description: text,
      notes: text,
      jobNumber: text.replaceAll('\n', ' ').slice(0, 40),
      tags: index % 2 === 0 ? 'vpn, Zweig' : '',
      requester: index % 3 === 0 ? 'Rita Requester <rita@example.com>' : 'Only Name',
    })
  }
  clock.pass(MINUTE)
  const full = await openTicket(agent, {
    title: 't'.repeat(255),
    watchers: '"Wallace, Monique" <monique@example.com>, Wim',
    priority: 'critical',
    type: 'Incident',
    site: 'Harbour',
    project: 'Crane',
    links: 'https://example.com/a b\nhttps://example.com/b?x=1,2;3',
    dueAt: '2026-12-24T18:30',
    'field.rack_unit': '12.5',
    'field.colours': 'red\ngreen',
    'field.seen': '2026-02-28',
  })
  const me = desk.db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE name = 'Ada Agent'`)?.id ?? 0
  const move = (id: number, fields: Record<string, string>) => agent.post(`/tickets/${id}/status`, fields).expect(303)
  clock.pass(MINUTE)
  await agent.post(`/tickets/${full}/assignment`, { assignee: String(me) }).expect(303)
  await agent.post(`/tickets/${full}/updates`, { kind: 'reply', body: 'On it.' }).expect(303)
  await move(1, { to: 'on_hold', holdReason: 'Awaiting parts' })
  await move(2, { to: 'cancelled' })
  for (const id of [3, 4]) {
    clock.pass(MINUTE)
    await move(id, { to: 'in_progress' })
    clock.pass(MINUTE)
    await move(id, { to: 'resolved', resolution: 'Fixed' })
  }
  clock.pass(MINUTE)
  await move(4, { to: 'closed' })
}

it('brings a whole desk back to the letter', async () => {
  const first = await openDeskWithFields()
  await populate(first)
  const table = await exported(first.agent)

  const second = await openDeskWithFields()
  second.clock.set(new Date(first.clock.now()).toISOString())
  const { source, report } = await bring(second.desk, table)

  expect(source.label).toBe('Pennant')
  expect(report).toMatchObject({ created: ODD.length + 1, skipped: 0, rejectedCount: 0 })
  const again = await exported(second.agent)
  expect(again.split('\r\n')).toEqual(table.split('\r\n'))
})

it('changes nothing when the same table comes again, or comes home', async () => {
  const first = await openDeskWithFields()
  await populate(first)
  const table = await exported(first.agent)
  expect((await bring(first.desk, table)).report).toMatchObject({ created: 0, skipped: ODD.length + 1 })

  const second = await openDeskWithFields()
  await bring(second.desk, table)
  const before = await exported(second.agent)
  expect((await bring(second.desk, table)).report).toMatchObject({ created: 0, skipped: ODD.length + 1 })
  expect(await exported(second.agent)).toBe(before)
})

it('keeps in the notes what a desk has no field for, and says which line cannot be read', async () => {
  const first = await openDeskWithFields()
  await openTicket(first.agent, { title: 'With a field', 'field.rack_unit': '7' })
  const table = await exported(first.agent)

  const { desk } = await openHouse({ preset: 'team' })
  await bring(desk, table)
  expect(await desk.db.read.ticket.findFirstOrThrow()).toMatchObject({ notes: 'field.rack_unit: 7' })

  const broken = table.replace(/2026-11-21T\d\d:\d\d:\d\d\.\d{3}Z/, 'some day')
  const { report } = await bring(desk, broken)
  expect(report.rejected[0]?.reason).toContain('says “some day”, which is no date')
})
