import type { Role } from '#domain/access.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import type { PeopleQuery } from './schema.ts'

export type ListedPerson = {
  readonly id: number
  readonly name: string
  readonly nameKey: string
  readonly email: string | null
  readonly role: Role
  readonly company: string | null
  readonly active: number
  readonly signsIn: number
  readonly anonymisedAt: number | null
  readonly avatarSha: string | null
  readonly requested: number
  readonly assigned: number
}

const CHOSEN = `p.mergedIntoId IS NULL AND (@role = '' OR p.role = @role)
  AND (@active = -1 OR p.active = @active)
  AND (@q = '' OR instr(p.nameKey, @q) > 0 OR instr(coalesce(p.emailKey, ''), @q) > 0
    OR instr(lower(coalesce(p.company, '')), @q) > 0)`

const chosen = ({ q, role, active }: PeopleQuery) => ({
  q: foldName(q),
  role,
  active: { yes: 1, no: 0, all: -1 }[active],
})

/** People by name, after the one named by `after`, each with the number of tickets asked for and in work. */
export const listedPeople = ({ db }: Desk, query: PeopleQuery, most: number): readonly ListedPerson[] =>
  db.sql.all(
    `SELECT p.id, p.name, p.nameKey, p.email, p.role, p.company, p.active, p.passwordHash IS NOT NULL AS signsIn,
       p.anonymisedAt, p.avatarSha,
       (SELECT count(*) FROM Ticket t WHERE t.requesterId = p.id) AS requested,
       (SELECT count(*) FROM Ticket t WHERE t.assigneeId = p.id AND t.section > 0) AS assigned
     FROM Person p WHERE ${CHOSEN} AND (p.nameKey, p.id) > (@afterName, @afterId)
     ORDER BY p.nameKey, p.id LIMIT @most`,
    { ...chosen(query), ...place(query.after), most },
  )

export const countPeople = ({ db }: Desk, query: PeopleQuery): number =>
  db.sql.get<{ n: number }>(`SELECT count(*) AS n FROM Person p WHERE ${CHOSEN}`, chosen(query))?.n ?? 0

function place(after: string) {
  const [, id = '0', afterName = ''] = /^(\d{1,15})\.(.*)$/s.exec(after) ?? []
  return { afterId: Number(id), afterName }
}
