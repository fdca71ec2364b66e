import { importTickets } from '#features/imports/service.ts'
import { openCsvSource } from '#features/imports/source.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { DAY } from '../../../support/clock.ts'
import { admin, layDesk, NOW, TEAM } from '../../imports/desk.ts'
import { realFile } from '../../imports/read.ts'

export { NOW }
export const FILE = realFile('support-tickets.csv')

/** A stream of chances that is the same every time. */
export function dice(seed: number) {
  let state = seed
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
  const below = (count: number) => Math.floor(next() * count)
  return { next, below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T }
}

export type Dice = ReturnType<typeof dice>

const PEOPLE = ['Jürgen Groß', 'Monique Wallace', 'Ana María López', 'Jo Smith', "Sean O'Brien", 'Ömer Çelik', 'Li Wei']
const STATUSES = [
  ['open', 'open', 1],
  ['in_progress', 'active', 2],
  ['on_hold', 'hold', 3],
  ['resolved', 'resolved', 3],
  ['closed', 'closed', 0],
  ['cancelled', 'cancelled', 0],
] as const

/** Real tickets in English and German, of every age and in every state, with everything that can hang on one. */
export async function layArchive(): Promise<Desk> {
  const desk = layDesk(TEAM)
  await importTickets(desk, admin, { source: await openCsvSource(FILE, { zone: 'UTC' }), preview: false })
  await desk.db.write(({ hot }) => {
    const chance = dice(7)
    const createdAt = NOW
    const people = PEOPLE.map((name, index) => {
      const email = index === 3 ? null : `${foldName(name).replace(/[^a-z]+/g, '.')}@example.com`
      const role = index < 3 ? 'agent' : 'client'
      return hot.insert('Person', { name, nameKey: foldName(name), email, emailKey: email, role, createdAt })
    })
    const named = (table: string, names: readonly string[]) =>
      names.map((name) => hot.insert(table, { name, nameKey: foldName(name), createdAt }))
    const sites = named('Site', ['Harbour', 'Harbour North', 'Zürich Office'])
    const projects = named('Project', ['Roof', 'New door'])
    const source = hot.insert('Source', { kind: 'folder', name: 'Old Desk', createdAt })
    const fields = [
      { key: 'floor', type: 'choice', options: '["One","Two"]' },
      { key: 'count', type: 'number', options: '[]' },
      { key: 'agreed', type: 'checkbox', options: '[]' },
      { key: 'inner', type: 'text', options: '[]', visibleTo: 'agent' },
    ].map((field) => hot.insert('Field', { entity: 'ticket', label: field.key, ...field }))
    const ids = hot.all<{ id: number }>('SELECT id FROM Ticket ORDER BY id').map(({ id }) => id)
    hot.insert('File', { sha256: 'a'.repeat(64), size: 1, type: 'text/plain', createdAt })
    const some = <T>(share: number, made: () => T): T | null => (chance.next() < share ? made() : null)

    for (const id of ids) {
      const [status, statusKind, section] = chance.pick(STATUSES)
      const final = statusKind === 'closed' || statusKind === 'cancelled'
      const opened = NOW - chance.below(500) * DAY - chance.below(DAY)
      const touched = Math.min(NOW, opened + chance.below(60) * DAY)
      const rests = final ? null : some(0.05, () => NOW + (1 + chance.below(10)) * DAY)
      const ends = final ? null : some(0.7, () => NOW + (chance.below(60) - 30) * DAY + chance.below(DAY))
      hot.update('Ticket', id, {
        status,
        statusKind,
        section: rests !== null ? 0 : statusKind === 'active' && chance.next() < 0.3 ? 1 : section,
        priorityRank: 1 + chance.below(4),
        category: some(0.6, () => chance.pick(['Hardware', 'Netzwerk'])),
        component: some(0.05, () => 'BMS'),
        jobNumber: some(0.04, () => `J-${chance.below(3)}`),
        requesterId: some(0.9, () => chance.pick(people)),
        assigneeId: some(0.6, () => chance.pick(people.slice(0, 3))),
        siteId: some(0.8, () => chance.pick(sites)),
        projectId: some(0.2, () => chance.pick(projects)),
        dueAt: some(0.4, () => NOW + (chance.below(40) - 20) * DAY + chance.below(DAY)),
        createdAt: opened,
        updatedAt: touched,
        resolvedAt: some(0.4, () => touched),
        closedAt: final ? touched : null,
        snoozedUntil: rests,
        mergedIntoId: id > 1 ? some(0.02, () => 1) : null,
        sourceId: some(0.1, () => source),
        externalId: `X${id}`,
        stage1At: ends === null ? null : ends - 20 * DAY,
        stage2At: ends === null ? null : ends - 10 * DAY,
        stage3At: ends === null ? null : ends - 3 * DAY,
        overdueAt: ends,
      })
      some(0.1, () => hot.insert('TicketLink', { ticketId: id, url: 'https://wiki.example/vpn', label: 'Anleitung' }))
      some(0.1, () => hot.insert('Watcher', { ticketId: id, personId: chance.pick(people) }))
      const note = some(0.3, () => {
        const removedAt = some(0.3, () => NOW)
        return hot.insert('Update', {
          ticketId: id,
          kind: chance.pick(['note', 'reply']),
          authorName: 'A',
          body: 'Geheimwort printer checked',
          createdAt: touched,
          removedAt,
        })
      })
      const updateId = note
      some(0.1, () =>
        hot.insert('Attachment', {
          sha256: 'a'.repeat(64),
          name: 'Bericht-vpn.pdf',
          ticketId: id,
          updateId,
          createdAt,
        }),
      )
      some(0.03, () =>
        hot.insert('Relation', {
          kind: 'blocks',
          fromId: id,
          toId: chance.pick(ids),
          createdAt,
          undoneAt: some(0.3, () => NOW),
        }),
      )
      some(0.04, () => hot.insert('ActionItem', { ticketId: id, position: 1, text: 'Ask' }))
      const [floor, count, agreed, inner] = fields
      some(0.3, () => hot.insert('FieldValue', { fieldId: floor, ticketId: id, text: chance.pick(['One', 'Two']) }))
      some(0.3, () => {
        const number = chance.below(10)
        hot.insert('FieldValue', { fieldId: count, ticketId: id, text: String(number), number })
      })
      some(0.2, () => hot.insert('FieldValue', { fieldId: agreed, ticketId: id, text: 'yes', number: 1 }))
      some(0.2, () => hot.insert('FieldValue', { fieldId: inner, ticketId: id, text: 'Innenwort here' }))
    }
  })
  return desk
}
