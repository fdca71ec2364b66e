import { fieldName } from '#domain/fields.ts'
import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'

type Person = { readonly id: number; readonly name: string; readonly email: string | null }
type Row = Readonly<Record<string, number | string | null>>

/** A ticket with all that hangs on it, as plain values. */
export type Known = {
  readonly row: Row
  readonly number: (column: string) => number | null
  readonly requester: Person | null
  readonly assignee: Person | null
  readonly watchers: readonly Person[]
  readonly tags: readonly string[]
  readonly site: string | null
  readonly project: string | null
  readonly source: string | null
  readonly updates: readonly Row[]
  readonly links: readonly Row[]
  readonly files: readonly Row[]
  readonly related: boolean
  readonly actions: number
  readonly values: Readonly<Record<string, Row>>
  /** The texts as lists of words; those of agents last. */
  readonly texts: readonly (readonly string[])[]
  readonly inner: readonly (readonly string[])[]
}

export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')

export const wordsIn = (text: string): readonly string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Whether these words stand there one after the other, the last of them as a beginning if `begins`. */
export const stands = (text: readonly string[], words: readonly string[], begins: boolean): boolean =>
  text.some((_word, at) =>
    words.every((word, index) => {
      const there = text[at + index] ?? ''
      return begins && index === words.length - 1 ? there.startsWith(word) && there !== '' : there === word
    }),
  )

/** Reads every table and puts the tickets together, without a word of SQL that filters. */
export function everyTicket({ db }: Desk): readonly Known[] {
  const all = (table: string) => db.sql.all<Row>(`SELECT * FROM "${table}"`)
  const [people, tags, tagged, updates, links] = ['Person', 'Tag', 'TicketTag', 'Update', 'TicketLink'].map(all)
  const [files, watchers, relations, actions, values] = [
    'Attachment',
    'Watcher',
    'Relation',
    'ActionItem',
    'FieldValue',
  ].map(all)
  const [fields, sites, projects, sources] = ['Field', 'Site', 'Project', 'Source'].map(all)
  const byTicket = (rows: readonly Row[] = []) => {
    const groups = new Map<Row[string] | undefined, Row[]>()
    for (const row of rows) groups.set(row.ticketId, [...(groups.get(row.ticketId) ?? []), row])
    return groups
  }
  const tables = {
    tagged: byTicket(tagged),
    updates: byTicket(updates),
    links: byTicket(links),
    files: byTicket(files),
    watchers: byTicket(watchers),
    values: byTicket(values),
    actions: byTicket(actions),
  }
  const person = (id: Row[string] | undefined) => (people?.find((one) => one.id === id) as Person | undefined) ?? null
  const name = (rows: readonly Row[] | undefined, id: Row[string] | undefined) =>
    (rows?.find((one) => one.id === id)?.name as string | undefined) ?? null
  const related = new Set(
    relations?.filter(({ undoneAt }) => undoneAt === null).flatMap(({ fromId, toId }) => [fromId, toId]),
  )

  return all('Ticket').map((row): Known => {
    const of = (table: keyof typeof tables) => tables[table].get(row.id) ?? []
    const own = of('values').flatMap((one) => {
      const field = fields?.find(({ id }) => id === one.fieldId)
      return field ? [{ field, one }] : []
    })
    const [notes, replies] = ['note', 'reply'].map((kind) =>
      of('updates').filter((update) => update.kind === kind && update.removedAt === null),
    )
    const openly = (item: Row) => item.updateId === null || replies?.some(({ id }) => id === item.updateId) === true
    const noted = (item: Row) => notes?.some(({ id }) => id === item.updateId) === true
    const text = (...parts: readonly (Row[string] | undefined)[]) =>
      wordsIn(parts.filter((part) => part !== null && part !== undefined).join(' '))
    const valuesFor = (role: string) => own.filter(({ field }) => field.visibleTo === role).map(({ one }) => one.text)
    const requester = person(row.requesterId)
    const watching = of('watchers').flatMap(({ personId }) => person(personId) ?? [])
    const names = of('tagged').map(({ tagId }) => name(tags, tagId) ?? '')
    const linked = (keep: (item: Row) => boolean) =>
      of('links')
        .filter(keep)
        .flatMap(({ url, label }) => [url, label])
    const attached = (keep: (item: Row) => boolean) =>
      of('files')
        .filter(keep)
        .map((file) => file.name)
    const mails = [...(requester ? [requester] : []), ...watching].flatMap((one) => [one.name, one.email])
    return {
      row,
      number: (column) => row[column] as number | null,
      requester,
      assignee: person(row.assigneeId),
      watchers: watching,
      tags: names,
      site: name(sites, row.siteId),
      project: name(projects, row.projectId),
      source: name(sources, row.sourceId),
      updates: of('updates'),
      links: of('links'),
      files: of('files'),
      related: related.has(row.id ?? null),
      actions: of('actions').length,
      values: Object.fromEntries(own.map(({ field, one }) => [fieldName({ key: String(field.key) }), one])),
      texts: [
        text(row.title),
        text(row.description, ...valuesFor('client')),
        text(...linked(openly)),
        text(...attached(openly)),
        text(...(replies ?? []).map(({ body }) => body)),
      ],
      inner: [
        text(...mails),
        text(...names),
        text(
          row.notes,
          ...(notes ?? []).map(({ body }) => body),
          ...linked(noted),
          ...attached(noted),
          ...valuesFor('agent'),
        ),
      ],
    }
  })
}

/** The rule of who sees what, written a second time. */
export function sees(actor: Actor, { row }: Known): boolean {
  const [me, sites] = [actor.personId, actor.sites]
  const here = sites?.includes(Number(row.siteId)) === true && row.siteId !== null
  if (actor.sees === 'own') return row.requesterId === me || (here && row.requesterId !== null)
  if (actor.sees === 'assigned') return row.assigneeId === me || (row.assigneeId === null && (sites === null || here))
  return sites === null || here || row.assigneeId === me || row.requesterId === me
}
