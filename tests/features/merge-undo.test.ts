import { describe, expect, it } from 'vitest'
import type { Actor } from '#domain/actor.ts'
import { mergeTickets, takeBackMerge } from '#features/merge/service.ts'
import { undoableFor } from '#features/undo/queries.ts'
import type { Desk } from '#src/desk.ts'
import { openHouse } from '../support/house.ts'
import { openTicket } from './page.ts'

const PARTS = {
  Ticket: 'SELECT * FROM Ticket ORDER BY id',
  Update: `SELECT * FROM "Update" WHERE kind <> 'system' ORDER BY id`,
  StatusChange: 'SELECT * FROM StatusChange ORDER BY id',
  Clock: 'SELECT ticketId, kind, targetSeconds, startedAt, dueAt, stoppedAt, met FROM Clock ORDER BY ticketId, kind',
  Pause:
    'SELECT c.ticketId, c.kind, p.fromAt, p.toAt, p.reason FROM ClockPause p JOIN Clock c ON c.id = p.clockId ORDER BY 1, 2, 3',
  ...Object.fromEntries(
    [
      'Attachment',
      'TicketLink',
      'ActionItem',
      'Relation',
      'TimeEntry',
      'InboxMessage',
      'OutboxMessage',
      'AssignmentRequest',
      'Rating',
    ].map((table) => [table, `SELECT * FROM ${table} ORDER BY id`]),
  ),
  TicketTag: 'SELECT * FROM TicketTag ORDER BY ticketId, tagId',
  Watcher: 'SELECT * FROM Watcher ORDER BY ticketId, personId',
}

/** Everything there is, but for what says that something happened. */
const everything = (desk: Desk) =>
  Object.fromEntries(
    Object.entries(PARTS).map(([name, sql]) => [
      name,
      desk.db.sql.all<Record<string, unknown>>(sql).map((row) => ({ ...row, version: 0, updatedAt: 0 })),
    ]),
  )

/** Repeatable chance: the numbers of one seed are always the same. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('taking a merge back', () => {
  it.each([1, 2, 3, 4, 5, 6])('leaves everything as it was, whatever there was (seed %i)', async (seed) => {
    const { desk, clock, people, ids } = await openRandom(seed)
    const pick = chance(seed * 77)
    const actor: Actor = { personId: people[0] ?? 0, name: 'Ann', role: 'admin', zone: 'UTC', sees: 'all', sites: null }
    const before = everything(desk)
    const intoId = ids[pick(ids.length)] ?? 0
    const going = ids.filter((id) => id !== intoId).filter(() => pick(2) === 0)
    if (going.length === 0) going.push(ids.find((id) => id !== intoId) ?? 0)

    const undoId = await mergeTickets(desk, actor, { ids: going, intoId, watch: pick(2) === 0 })
    expect(everything(desk)).not.toEqual(before)
    clock.pass(60_000)
    const undo = undoableFor(desk, actor, undoId)
    if (!undo) throw new Error('There is nothing to take back.')
    await takeBackMerge(desk, actor, undo)

    expect(everything(desk)).toEqual(before)
  })
})

/** Five tickets through the doors, then all manner of things on them. */
async function openRandom(seed: number) {
  const house = await openHouse({ preset: 'team' })
  const { desk, clock } = house
  const pick = chance(seed)
  const [ann, carla, dora] = [
    await house.as('agent', 'Ann'),
    await house.as('client', 'Carla'),
    await house.as('client', 'Dora'),
  ]
  const ids: number[] = []
  for (let index = 0; index < 5; index += 1) {
    ids.push(await openTicket([ann, carla, dora][pick(3)] ?? ann, { title: `Ticket ${index}` }))
    clock.pass(pick(3) * 1000)
  }
  const moves = [{ to: 'in_progress' }, { to: 'on_hold', holdReason: 'Parts' }, { to: 'cancelled' }, { to: 'resolved' }]
  for (let index = 0; index < 20; index += 1) {
    const id = ids[pick(ids.length)] ?? 0
    if (pick(3) === 0) await ann.post(`/tickets/${id}/status`, moves[pick(moves.length)] ?? {})
    else
      await ann.post(`/tickets/${id}/updates`, {
        kind: pick(2) ? 'note' : 'reply',
        body: `Update ${index}`,
        links: pick(2) ? 'https://example.com/a' : '',
      })
    if (pick(4) === 0)
      await ann.upload(`/tickets/${id}/attachments`, {}, [{ field: 'attachments', name: 'a.txt', content: `${index}` }])
    if (pick(6) === 0) await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' })
    if (pick(5) === 0)
      await ann.post(`/tickets/${id}/relations`, { kind: 'blocks', other: String(ids[pick(ids.length)]) })
    clock.pass(pick(100) * 1000)
  }
  const people = desk.db.sql.all<{ id: number }>('SELECT id FROM Person ORDER BY id').map((person) => person.id)
  const open = new Set(desk.db.sql.all<{ id: number }>('SELECT id FROM Ticket WHERE section > 0').map(({ id }) => id))
  await desk.db.write(({ hot }) => {
    const tags = ['vpn', 'printer', 'urgent'].map((name) => hot.insert('Tag', { name, nameKey: name }))
    for (const ticketId of ids) {
      for (const tagId of tags) if (pick(2)) hot.insert('TicketTag', { ticketId, tagId })
      for (const personId of people) if (pick(3) === 0) hot.insert('Watcher', { ticketId, personId })
      for (let position = 0; position < pick(3); position += 1)
        hot.insert('ActionItem', { ticketId, position, text: `Item ${position}` })
      if (pick(2)) hot.insert('TimeEntry', { ticketId, personId: people[0], startedAt: 5, endedAt: 9, seconds: 4 })
      if (pick(2))
        hot.insert('InboxMessage', {
          messageId: `m${ticketId}`,
          contentHash: `h${ticketId}`,
          mailbox: 'in',
          sender: 's',
          subject: 'x',
          verdict: 'new',
          ticketId,
          receivedAt: 1,
        })
      if (pick(2))
        hot.insert('OutboxMessage', {
          ticketId,
          recipient: 'r',
          subject: 's',
          text: 't',
          messageId: `o${ticketId}`,
          state: 'sent',
          notBefore: 1,
          createdAt: 1,
        })
      if (pick(2)) hot.insert('TicketLink', { ticketId, url: 'https://example.com/b' })
      if (pick(3) === 0 && open.has(ticketId))
        hot.insert('AssignmentRequest', { ticketId, personId: people[0], state: 'open', createdAt: 1 })
      if (pick(3) === 0) hot.insert('Rating', { ticketId, personId: people[0], score: 4, createdAt: 1 })
    }
  })
  return { desk, clock, people, ids }
}
