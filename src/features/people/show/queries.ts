import type { Role } from '#domain/access.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'

export type ShownPerson = {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly company: string | null
  readonly jobTitle: string | null
  readonly role: Role
  readonly active: number
  readonly signsIn: number
  readonly avatarSha: string | null
  readonly mergedIntoId: number | null
  readonly createdAt: number
  readonly deactivatedAt: number | null
  readonly anonymisedAt: number | null
  readonly lastSignInAt: number | null
  readonly requested: number
  readonly requestedOpen: number
  readonly assigned: number
  readonly assignedOpen: number
  readonly mergedNames: string | null
}

const COUNTS = `(SELECT count(*) FROM Ticket t WHERE t.requesterId = p.id) AS requested,
  (SELECT count(*) FROM Ticket t WHERE t.requesterId = p.id AND t.section > 0) AS requestedOpen,
  (SELECT count(*) FROM Ticket t WHERE t.assigneeId = p.id) AS assigned,
  (SELECT count(*) FROM Ticket t WHERE t.assigneeId = p.id AND t.section > 0) AS assignedOpen`

/** Everything a page about a person says; one who was merged into another is found too, and names that one. */
export function shownPerson({ db }: Desk, id: number): ShownPerson {
  const row = db.sql.get<ShownPerson>(
    `SELECT p.id, p.name, p.email, p.phone, p.company, p.jobTitle, p.role, p.active,
       p.passwordHash IS NOT NULL AS signsIn, p.avatarSha, p.mergedIntoId, p.createdAt, p.deactivatedAt, p.anonymisedAt,
       p.lastSignInAt, ${COUNTS},
       (SELECT group_concat(m.name, ', ') FROM Person m WHERE m.mergedIntoId = p.id) AS mergedNames
     FROM Person p WHERE p.id = @id`,
    { id },
  )
  if (!row) throw notFound('person')
  return row
}

export const sitesOfPerson = ({ db }: Desk, id: number): readonly { readonly id: number; readonly name: string }[] =>
  db.sql.all(
    'SELECT s.id, s.name FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = @id ORDER BY s.nameKey',
    { id },
  )

/** The names a box for sites and one for companies may offer. */
export function knownPlaces({ db }: Desk): {
  readonly sites: readonly string[]
  readonly companies: readonly string[]
} {
  const names = (sql: string) => db.sql.rows<[string]>(sql).map(([name]) => name)
  return {
    sites: names('SELECT name FROM Site WHERE archivedAt IS NULL ORDER BY nameKey LIMIT 500'),
    companies: names('SELECT DISTINCT company FROM Person WHERE company IS NOT NULL ORDER BY company LIMIT 500'),
  }
}
