import { mailKey } from '#domain/typed-person.ts'
import { foldName } from '#domain/text.ts'
import type { Desk } from '#src/desk.ts'
import { RELATIONS } from './relations.ts'

export type Candidate = {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly company: string | null
  readonly role: string
}

const CANDIDATE = 'p.id, p.name, p.email, p.company, p.role'
const OTHERS = 'p.id <> @id AND p.mergedIntoId IS NULL AND p.anonymisedAt IS NULL'

type Whom = { readonly id: number; readonly name: string; readonly email: string | null }

/** Who may be the same: people of the same name, or of the same mail name at another host. */
export function likelyTwins({ db }: Desk, { id, name, email }: Whom): readonly Candidate[] {
  const local = email === null ? null : (mailKey(email).split('@')[0] ?? null)
  return db.sql.all(
    `SELECT ${CANDIDATE} FROM Person p WHERE ${OTHERS}
       AND (p.nameKey = @nameKey OR p.emailKey >= @local || '@' AND p.emailKey < @local || 'A') ORDER BY p.nameKey, p.id LIMIT 10`,
    { id, nameKey: foldName(name), local },
  )
}

/** People whose name or mail holds what was typed. */
export const candidates = ({ db }: Desk, id: number, typed: string): readonly Candidate[] =>
  db.sql.all(
    `SELECT ${CANDIDATE} FROM Person p WHERE ${OTHERS}
       AND (instr(p.nameKey, @key) > 0 OR instr(coalesce(p.emailKey, ''), @key) > 0) ORDER BY p.nameKey, p.id LIMIT 20`,
    { id, key: foldName(typed) },
  )

/** What would go over, in words and numbers; what there is none of is left out. */
export const whatMoves = ({ db }: Desk, from: number): readonly { readonly words: string; readonly count: number }[] =>
  RELATIONS.flatMap(({ table, column, words }) => {
    if (words === null) return []
    const sql = `SELECT count(*) AS count FROM "${table}" WHERE "${column}" = @from`
    const count = db.sql.get<{ count: number }>(sql, { from })?.count ?? 0
    return count === 0 ? [] : [{ words, count }]
  })
