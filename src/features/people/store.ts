import type { Role } from '#domain/access.ts'
import { foldName } from '#domain/text.ts'
import { mailKey } from '#domain/typed-person.ts'
import type { Tx } from '#db/database.ts'
import { invalid, notFound } from '#lib/errors.ts'
import type { PersonFacts } from './schema.ts'

type Hot = Tx['hot']

export type PersonRow = {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly company: string | null
  readonly jobTitle: string | null
  readonly phone: string | null
  readonly role: Role
  readonly active: number
  readonly signsIn: number
  readonly avatarSha: string | null
  readonly mergedIntoId: number | null
  readonly anonymisedAt: number | null
}

const COLUMNS = `id, name, email, company, jobTitle, phone, role, active, passwordHash IS NOT NULL AS signsIn, avatarSha,
  mergedIntoId, anonymisedAt`

/** A person who is still themselves: neither merged nor anonymised. */
export function personRow(hot: Hot, id: number): PersonRow {
  const row = hot.get<PersonRow>(`SELECT ${COLUMNS} FROM Person WHERE id = @id AND mergedIntoId IS NULL`, { id })
  if (!row) throw notFound('person')
  if (row.anonymisedAt !== null) throw invalid({ '': `${row.name} was anonymised and stays as it is.` })
  return row
}

export const subjectOf = ({ id, name }: Pick<PersonRow, 'id' | 'name'>): string => `Person ${id}, ${name}`

export function insertPerson(hot: Hot, { sites, ...facts }: PersonFacts, at: number): number {
  freeMail(hot, facts.email, null)
  const siteIds = sitesNamed(hot, sites)
  const id = hot.insert('Person', { ...facts, ...keysOf(facts), createdAt: at })
  belong(hot, id, siteIds)
  return id
}

/** Writes what a person is, and answers the names of what changed. */
export function updatePerson(hot: Hot, before: PersonRow, { sites, ...facts }: PersonFacts): readonly string[] {
  const siteIds = sitesNamed(hot, sites)
  freeMail(hot, facts.email, before.id)
  const moved = belong(hot, before.id, siteIds)
  const changed = (Object.keys(facts) as (keyof typeof facts)[]).filter((key) => facts[key] !== before[key])
  if (changed.length > 0) hot.update('Person', before.id, { ...facts, ...keysOf(facts) })
  return moved ? [...changed, 'sites'] : changed
}

type Names = Pick<PersonFacts, 'name' | 'email'>

/** Writes name and mail alone, and answers which of them changed. */
export function renamePerson(hot: Hot, before: PersonRow, names: Names): readonly string[] {
  freeMail(hot, names.email, before.id)
  const changed = (['name', 'email'] as const).filter((key) => names[key] !== before[key])
  if (changed.length > 0) hot.update('Person', before.id, { ...names, ...keysOf(names) })
  return changed
}

const keysOf = ({ name, email }: Names) => ({
  nameKey: foldName(name),
  emailKey: email === null ? null : mailKey(email),
})

/** Makes sure that a mail address is nobody else's; one that came in with a merged person is free for who stayed. */
function freeMail(hot: Hot, email: string | null, id: number | null): void {
  if (email === null) return
  const holder = hot.get<{ id: number; mergedIntoId: number | null }>(
    'SELECT id, mergedIntoId FROM Person WHERE emailKey = @key',
    { key: mailKey(email) },
  )
  if (!holder || holder.id === id) return
  if (id === null || holder.mergedIntoId !== id) throw invalid({ email: 'Somebody else has this mail address.' })
  hot.update('Person', holder.id, { email: null, emailKey: null })
}

function sitesNamed(hot: Hot, names: readonly string[]): readonly number[] {
  return names.map((name) => {
    const site = hot.get<{ id: number }>('SELECT id FROM Site WHERE nameKey = @key', { key: foldName(name) })
    if (!site) throw invalid({ sites: `There is no site named ${name}.` })
    return site.id
  })
}

/** Lets a person belong to these sites and no others; answers whether that changed anything. */
function belong(hot: Hot, personId: number, siteIds: readonly number[]): boolean {
  const before = hot.all<{ siteId: number }>('SELECT siteId FROM SiteMember WHERE personId = @personId', { personId })
  const held = new Set(before.map(({ siteId }) => siteId))
  const wanted = new Set(siteIds)
  const [gone, come] = [[...held].filter((id) => !wanted.has(id)), [...wanted].filter((id) => !held.has(id))]
  for (const siteId of gone)
    hot.run('DELETE FROM SiteMember WHERE siteId = @siteId AND personId = @personId', { siteId, personId })
  for (const siteId of come)
    hot.run('INSERT INTO SiteMember (siteId, personId) VALUES (@siteId, @personId)', { siteId, personId })
  return gone.length + come.length > 0
}
