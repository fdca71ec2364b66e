import { mailKey } from '#domain/typed-person.ts'
import type { Desk } from '#src/desk.ts'
import { tokenHash } from '#lib/tokens.ts'

export type LinkPurpose = 'invite' | 'reset'

export type Account = {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly company: string | null
  readonly active: boolean
  readonly passwordHash: string | null
  readonly timeZone: string | null
}

const ACCOUNT = 'SELECT id, name, email, company, active, passwordHash, timeZone FROM Person'
type AccountRow = Omit<Account, 'active'> & { readonly active: number }

const accountOf = (row: AccountRow | undefined): Account | null => (row ? { ...row, active: row.active === 1 } : null)

/** Whoever has this number, with what signing in asks for. */
export const accountById = ({ db }: Desk, id: number): Account | null =>
  accountOf(db.sql.get<AccountRow>(`${ACCOUNT} WHERE id = @id AND mergedIntoId IS NULL`, { id }))

/** Whoever signs in with this mail address. */
export const accountByMail = ({ db }: Desk, email: string): Account | null =>
  accountOf(
    db.sql.get<AccountRow>(`${ACCOUNT} WHERE emailKey = @key AND mergedIntoId IS NULL`, { key: mailKey(email) }),
  )

export type OpenLink = { readonly personId: number; readonly purpose: LinkPurpose; readonly account: Account }

/** What an unused link that has not run out is for; null for any other. */
export function openLink(desk: Desk, token: string): OpenLink | null {
  const row = desk.db.sql.get<{ personId: number; purpose: LinkPurpose }>(
    `SELECT personId, purpose FROM OneTimeToken
     WHERE hash = @hash AND purpose IN ('invite', 'reset') AND usedAt IS NULL AND expiresAt > @now AND personId IS NOT NULL`,
    { hash: tokenHash(token), now: desk.clock.now() },
  )
  const account = row ? accountById(desk, row.personId) : null
  return row && account?.active ? { ...row, account } : null
}
