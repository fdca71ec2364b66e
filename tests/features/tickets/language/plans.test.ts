import { expect, it } from 'vitest'
import type { Actor } from '#domain/actor.ts'
import { OPERATORS } from '#domain/search/operators.ts'
import { countTickets, mostUrgent, pageReader, searchIds } from '#features/tickets/list/queries.ts'
import { filterSql } from '#features/tickets/list/filter.ts'
import { listQuery, SORTS } from '#features/tickets/list/schema.ts'
import type { Desk } from '#src/desk.ts'
import { layDesk, TEAM } from '../../imports/desk.ts'

type Statement = { readonly sql: string; readonly bind: Readonly<Record<string, string | number | bigint | null>> }

/** The same desk, that notes every statement it reads with. */
function overheard(desk: Desk): { readonly desk: Desk; readonly said: Statement[] } {
  const said: Statement[] = []
  const sql = new Proxy(desk.db.sql, {
    get(reads, name) {
      const method = Reflect.get(reads, name) as unknown
      if (typeof method !== 'function') return method
      return (text?: string, bind: Statement['bind'] = {}): unknown => {
        if (name !== 'version' && text !== undefined) said.push({ sql: text, bind })
        return Reflect.apply(method, reads, [text, bind])
      }
    },
  })
  const db = new Proxy(desk.db, {
    get: (target, name) => (name === 'sql' ? sql : (Reflect.get(target, name) as unknown)),
  })
  return { desk: { ...desk, config: desk.config, db }, said }
}

const MORE = [
  '',
  'printer',
  'printer -vpn',
  '-printer',
  '"a phrase"',
  '#77',
  'printer tag:vpn',
  'printer is:open',
  'printer created:<7d',
  '-has:note',
  'status:closed type:incident',
  'status:active tag:vpn,-printer',
  'assignee:me is:open',
  '-is:unassigned',
  'site:north requester:jo due:<3d',
  'priority:high category:x component:y job:z',
  'closed:none',
  '-due:none',
  'is:merged',
]
const SEARCHES = [
  ...OPERATORS.flatMap(({ examples, name, values = [] }) => [
    ...examples,
    ...values.map(({ text }) => `${name}:${text}`),
  ]),
  ...MORE,
]

const PEOPLE: readonly Actor[] = [
  { personId: 1, name: 'A', role: 'admin', zone: 'UTC', sees: 'all', sites: null },
  { personId: 1, name: 'B', role: 'client', zone: 'UTC', sees: 'own', sites: [1] },
]

// Tables with a handful of rows, rows that are read from a list at hand, and a list of just those who are sought.
const SMALL =
  /^SCAN (g|f|s|p|m|wanted|w|value|json_each|led|TicketSearch|PersonSearch|Unreplied|Source|CONSTANT)\b|^SCAN \(|^SCAN \d+ CONSTANT/

/** Reads a table from end to end. The order of a list may be walked along its own index. */
const isWhole = (step: string): boolean =>
  step.startsWith('SCAN') &&
  !SMALL.test(step) &&
  !/USING (COVERING )?INDEX/.test(step) &&
  !step.includes('VIRTUAL TABLE')

// More than are sorted at hand, so that lists are walked as they are where there are very many.
const MANY = 6100

async function layMany(): Promise<Desk> {
  const desk = layDesk(TEAM)
  await desk.db.write(({ hot }) => {
    const createdAt = desk.clock.now()
    for (const name of ['Jo Smith', 'An Other']) hot.insert('Person', { name, nameKey: name.toLowerCase(), createdAt })
    const siteId = hot.insert('Site', { name: 'North', nameKey: 'north', createdAt })
    const tagId = hot.insert('Tag', { name: 'vpn', nameKey: 'vpn' })
    for (let count = 0; count < MANY; count += 1) {
      const ticketId = hot.insert('Ticket', {
        title: 'Printer jams',
        description: '',
        status: 'open',
        statusKind: 'open',
        priority: 'high',
        priorityRank: 3,
        type: 'Incident',
        requesterId: 1,
        assigneeId: 1,
        siteId,
        section: 2,
        dueAt: createdAt,
        overdueAt: createdAt,
        ageReferenceAt: createdAt,
        createdAt,
        updatedAt: createdAt,
      })
      hot.insert('TicketTag', { ticketId, tagId })
    }
  })
  return desk
}

it('reads no table from end to end, whatever is asked and however it is sorted', async () => {
  const plain = await layMany()
  const { desk, said } = overheard(plain)
  const readPage = pageReader(desk)
  for (const actor of PEOPLE)
    for (const [index, q] of SEARCHES.entries()) {
      const order = index % 2 === 0 ? 'asc' : 'desc'
      for (const sort of SORTS)
        for (const status of ['', 'active']) readPage(actor, listQuery.parse({ q, sort, order, status }))
      searchIds(desk, actor, listQuery.parse({ q }), 10)
      const filter = filterSql(listQuery.parse({ q }), actor, desk)
      countTickets(desk, filter)
      mostUrgent(desk, filter, 1)
    }

  const wrong = new Map<string, string>()
  const known = new Set<string>()
  for (const { sql, bind } of said) {
    if (known.has(sql)) continue
    known.add(sql)
    const plan = plain.db.sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, bind)
    // All tickets by their number are walked along the table itself, which is in that order.
    const ordered = sql.endsWith('ORDER BY t.id LIMIT @most')
    for (const { detail } of plan) if (isWhole(detail) && !(ordered && detail === 'SCAN t')) wrong.set(detail, sql)
  }
  expect(SEARCHES.length).toBeGreaterThan(80)
  expect(known.size).toBeGreaterThan(500)
  expect([...wrong]).toEqual([])
}, 120_000)
