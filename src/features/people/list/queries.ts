import type { Role } from '#domain/access.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { customClause, customFilters } from '#features/fields/filter/queries.ts'
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

// What is written in custom fields is found, too; only an admin looks here.
const CHOSEN = `p.mergedIntoId IS NULL AND (@role = '' OR p.role = @role)
  AND (@active = -1 OR p.active = @active)
  AND (@q = '' OR instr(p.nameKey, @q) > 0 OR instr(coalesce(p.emailKey, ''), @q) > 0
    OR instr(lower(coalesce(p.company, '')), @q) > 0
    OR EXISTS (SELECT 1 FROM FieldValue v JOIN Field f ON f.id = v.fieldId
      WHERE v.personId = p.id AND f.removedAt IS NULL AND (instr(lower(v.text), @q) > 0 OR instr(lower(v.text), @typed) > 0)))`

function chosen(desk: Desk, { q, role, active, fields }: PeopleQuery) {
  const admin = { role: 'admin' } as const
  const clauses = customFilters(desk, admin, { entity: 'person', asked: fields }).map((filter, index) =>
    customClause(filter, { ...admin, index, entity: 'person', id: 'p.id' }),
  )
  const bind = { q: foldName(q), typed: q.toLowerCase(), role, active: { yes: 1, no: 0, all: -1 }[active] }
  return {
    sql: [CHOSEN, ...clauses.map(({ sql }) => `(${sql})`)].join(' AND '),
    bind: Object.assign({}, bind, ...clauses.map((clause) => clause.bind)) as typeof bind,
  }
}

/** People by name, after the one named by `after`, each with the number of tickets asked for and in work. */
export function listedPeople(desk: Desk, query: PeopleQuery, most: number): readonly ListedPerson[] {
  const { sql, bind } = chosen(desk, query)
  return desk.db.sql.all(
    `SELECT p.id, p.name, p.nameKey, p.email, p.role, p.company, p.active, p.passwordHash IS NOT NULL AS signsIn,
       p.anonymisedAt, p.avatarSha,
       (SELECT count(*) FROM Ticket t WHERE t.requesterId = p.id) AS requested,
       (SELECT count(*) FROM Ticket t WHERE t.assigneeId = p.id AND t.section > 0) AS assigned
     FROM Person p WHERE ${sql} AND (p.nameKey, p.id) > (@afterName, @afterId)
     ORDER BY p.nameKey, p.id LIMIT @most`,
    { ...bind, ...place(query.after), most },
  )
}

export function countPeople(desk: Desk, query: PeopleQuery): number {
  const { sql, bind } = chosen(desk, query)
  return desk.db.sql.get<{ n: number }>(`SELECT count(*) AS n FROM Person p WHERE ${sql}`, bind)?.n ?? 0
}

function place(after: string) {
  const [, id = '0', afterName = ''] = /^(\d{1,15})\.(.*)$/s.exec(after) ?? []
  return { afterId: Number(id), afterName }
}
