import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { fieldName, type Field } from '#domain/fields.ts'
import { checkFields } from '#domain/field-values.ts'
import { foldName } from '#domain/text.ts'
import { mailKey } from '#domain/typed-person.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid } from '#lib/errors.ts'
import { without } from '#lib/without.ts'
import { auditIn } from '#features/audit/service.ts'
import { allFields, fieldsFor, fieldTexts } from '#features/fields/queries.ts'
import { editValues, saveNewValues } from '#features/fields/values/service.ts'
import { refuseLastAdmin } from '#features/people/last-admin.ts'
import { insertPerson, personRow, updatePerson, type PersonRow } from '#features/people/store.ts'
import type { Desk } from '#src/desk.ts'
import { readPeople, type Problem, type ReadPerson } from './rows.ts'

type Outcome = 'new' | 'changed' | 'same'
export type ImportReport = {
  readonly lines: readonly (ReadPerson & { readonly outcome: Outcome })[]
  readonly problems: readonly Problem[]
}
type Order = { readonly csv: string; readonly address: string | null }

/** What an import would do, found out by doing it and taking it back. */
export async function previewPeople(desk: Desk, actor: Actor, { csv }: Pick<Order, 'csv'>): Promise<ImportReport> {
  const { people, problems } = await readPeople(csv, readerOf(desk, actor))
  const rehearsal: { report: ImportReport | null } = { report: null }
  await desk.db
    .write((tx) => {
      rehearsal.report = takeIn(tx, people, { desk, actor })
      throw new TakenBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error
    })
  return joined(rehearsal.report, problems)
}

const readerOf = (desk: Desk, actor: Actor) => ({
  role: actor.role,
  fields: fieldsFor(desk, actor, 'person').filter(({ editable }) => editable),
})

class TakenBack extends Error {}

/** Makes and changes people as the lines say; lines that are wrong are left out, and said. */
export async function importPeople(desk: Desk, actor: Actor, { csv, address }: Order): Promise<ImportReport> {
  const { people, problems } = await readPeople(csv, readerOf(desk, actor))
  const report = await desk.db.write((tx) => {
    const at = desk.clock.now()
    const taken = takeIn(tx, people, { desk, actor })
    const count = (outcome: Outcome) => taken.lines.filter((line) => line.outcome === outcome).length
    auditIn(tx, at, {
      actor,
      action: 'people.imported',
      subject: `${taken.lines.length} lines`,
      details: { new: count('new'), changed: count('changed'), same: count('same') },
      address,
    })
    return taken
  })
  return joined(report, problems)
}

const joined = (report: ImportReport | null, problems: readonly Problem[]): ImportReport => ({
  lines: report?.lines ?? [],
  problems: [...problems, ...(report?.problems ?? [])].toSorted((one, other) => one.line - other.line),
})

type By = { readonly desk: Desk; readonly actor: Actor }

function takeIn(tx: Tx, people: readonly ReadPerson[], by: By): ImportReport {
  const lines: ImportReport['lines'][number][] = []
  const problems: Problem[] = []
  for (const person of people) {
    try {
      lines.push({ ...person, outcome: takeOne(tx, without(person, 'line'), by) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push({ line: person.line, text: error.message })
    }
  }
  return { lines, problems }
}

function takeOne(tx: Tx, { custom, ...read }: Omit<ReadPerson, 'line'>, { desk, actor }: By): Outcome {
  const { hot } = tx
  const fill = (id: number) => editValues(desk, tx, { actor, owner: { entity: 'person', id }, brought: custom })
  const id = knownAs(hot, read)
  refuseWrong(fieldsFor(desk, actor, 'person'), tx, { id: id ?? 0, custom })
  if (id === null) {
    const facts = { ...read, role: read.role ?? 'client', sites: [...read.sites] }
    const owner = { entity: 'person', id: insertPerson(hot, facts, desk.clock.now()) } as const
    saveNewValues(tx, { fields: allFields(desk), owner, role: actor.role, typed: undefined })
    fill(owner.id)
    return 'new'
  }
  const before = personRow(hot, id)
  const facts = filled(hot, before, read)
  if (facts.role !== 'admin') refuseLastAdmin(hot, before)
  return updatePerson(hot, before, facts).length + fill(id).length > 0 ? 'changed' : 'same'
}

/** Before anything is written: a line that is wrong leaves nothing behind. */
function refuseWrong(fields: readonly Field[], { hot }: Tx, { id, custom }: { id: number; custom: Texts }): void {
  const held = fieldTexts(hot, fields, { entity: 'person', id })
  const { problems } = checkFields(fields, { typed: custom, held })
  for (const field of fields) {
    const problem = problems[fieldName(field)]
    if (problem !== undefined) throw invalid({ csv: `${field.label}: ${problem}` })
  }
}

/** By mail; a line without one means the only person of that name. */
function knownAs(hot: Tx['hot'], { name, email }: Pick<ReadPerson, 'name' | 'email'>): number | null {
  if (email !== null) {
    const sql = 'SELECT coalesce(mergedIntoId, id) AS id FROM Person WHERE emailKey = @key'
    return hot.get<{ id: number }>(sql, { key: mailKey(email) })?.id ?? null
  }
  const sql = 'SELECT id FROM Person WHERE nameKey = @key AND mergedIntoId IS NULL AND anonymisedAt IS NULL LIMIT 2'
  const [only, ...more] = hot.all<{ id: number }>(sql, { key: foldName(name) })
  return only && more.length === 0 ? only.id : null
}

/** An empty cell leaves what is there. */
function filled(hot: Tx['hot'], before: PersonRow, read: Omit<ReadPerson, 'line' | 'custom'>) {
  const held = hot.all<{ name: string }>(
    'SELECT s.name FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = @id',
    { id: before.id },
  )
  return {
    name: read.name,
    email: before.email ?? read.email,
    role: read.role ?? before.role,
    company: read.company ?? before.company,
    jobTitle: read.jobTitle ?? before.jobTitle,
    phone: read.phone ?? before.phone,
    sites: read.sites.length > 0 ? [...read.sites] : held.map(({ name }) => name),
  }
}
