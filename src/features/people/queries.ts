import type { Actor } from '#domain/actor.ts'
import { wantedOf } from '#domain/search/match.ts'
import type { Words } from '#domain/search/terms.ts'
import { foldName } from '#domain/text.ts'
import { mailKey } from '#domain/typed-person.ts'
import type { Desk } from '#src/desk.ts'
import type { Viewer } from '#web/request.ts'

type PersonRow = { readonly id: number; readonly name: string; readonly email: string | null }

/** Who may work on tickets, by name, with the number of tickets each has on the board. */
export function agents({ db }: Desk): readonly (PersonRow & { readonly load: number })[] {
  return db.sql.all(
    `SELECT p.id, p.name, p.email, (SELECT count(*) FROM Ticket t WHERE t.assigneeId = p.id AND t.section > 0) AS load
     FROM Person p WHERE p.role IN ('admin', 'agent') AND p.active = 1 ORDER BY p.nameKey LIMIT 500`,
  )
}

/** The name of whoever has this number, whether or not they may still work on tickets. */
export const nameOf = ({ db }: Desk, id: number): string | null =>
  db.sql.get<{ name: string }>('SELECT name FROM Person WHERE id = @id', { id })?.name ?? null

/** People whose name or mail begins with what was typed; without it the ones met last. */
export function peopleLike({ db }: Desk, typed: string, most: number): readonly PersonRow[] {
  const key = foldName(typed)
  return db.sql.all(
    key === ''
      ? `SELECT id, name, email FROM Person WHERE mergedIntoId IS NULL AND anonymisedAt IS NULL ORDER BY id DESC LIMIT @most`
      : `SELECT id, name, email FROM Person WHERE mergedIntoId IS NULL AND anonymisedAt IS NULL AND (nameKey >= @key AND nameKey < @end OR emailKey >= @key AND emailKey < @end) ORDER BY nameKey LIMIT @most`,
    key === '' ? { most } : { most, key, end: `${key}\u{10FFFF}` },
  )
}

type FoundPerson = PersonRow & { readonly phone: string | null; readonly company: string | null; readonly role: string }

/** People by the beginning of any word of their name, mail address, phone or company; clients find nobody. */
export function searchPeople(
  desk: Desk,
  actor: Pick<Actor, 'role'>,
  { text, most }: { text: string; most: number },
): readonly FoundPerson[] {
  const words = foldName(text)
    .split(' ')
    .map((word): Words => ({ kind: 'word', text: `${word}*`, not: false }))
  const match = actor.role === 'client' ? null : wantedOf(words).match
  if (match === null) return []
  return desk.db.sql.all<FoundPerson>(
    `SELECT p.id, p.name, p.email, p.phone, p.company, p.role FROM PersonSearch JOIN Person p ON p.id = PersonSearch.rowid
     WHERE PersonSearch MATCH @match AND p.mergedIntoId IS NULL AND p.anonymisedAt IS NULL
     ORDER BY p.active DESC, p.nameKey LIMIT @most`,
    { match: match.begun, most },
  )
}

type ViewerRow = Omit<Viewer, 'keyboard' | 'zone' | 'personId'> & {
  readonly personId: number
  readonly keyboard: number
  readonly zone: string | null
  readonly sessionEpoch: number
  readonly mustChangePassword: number
}

/** The person a session names, as long as that person may sign in. */
export function viewerById(
  { db, config }: Desk,
  personId: number,
): (Viewer & { readonly sessionEpoch: number; readonly mustChangePassword: boolean }) | null {
  const row = db.sql.get<ViewerRow>(
    `SELECT id AS personId, name, role, theme, density, keyboard, timeZone AS zone, avatarSha, sessionEpoch, mustChangePassword FROM Person WHERE id = @personId AND active = 1`,
    { personId },
  )
  if (!row) return null
  const { keyboard, mustChangePassword, zone } = row
  return {
    ...row,
    keyboard: keyboard === 1,
    mustChangePassword: mustChangePassword === 1,
    zone: zone ?? config.timeZone,
  }
}

/** The one who sits here when there are no accounts: the first admin. */
export function ownerId({ db }: Desk): number | null {
  return (
    db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE role = 'admin' AND active = 1 ORDER BY id LIMIT 1`)?.id ??
    null
  )
}

export type SignInAccount = {
  readonly id: number
  readonly name: string
  readonly passwordHash: string | null
  readonly failedSignIns: number
  readonly sessionEpoch: number
}

/** What signing in needs to know of the person with this mail address; null when there is none who may. */
export const accountOf = ({ db }: Desk, email: string): SignInAccount | null =>
  db.sql.get<SignInAccount>(
    'SELECT id, name, passwordHash, failedSignIns, sessionEpoch FROM Person WHERE emailKey = @key AND active = 1',
    { key: mailKey(email) },
  ) ?? null

/** Where the picture of a person is; the address changes with the picture. Null for none. */
export const avatarUrl = (id: number, avatarSha: string | null): string | null =>
  avatarSha === null ? null : `/people/${id}/avatar?v=${avatarSha.slice(0, 12)}`
