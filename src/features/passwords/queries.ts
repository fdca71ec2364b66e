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
}

/** Whoever has this number, with what signing in asks for. */
export function accountById({ db }: Desk, id: number): Account | null {
  const row = db.sql.get<Omit<Account, 'active'> & { active: number }>(
    'SELECT id, name, email, company, active, passwordHash FROM Person WHERE id = @id AND mergedIntoId IS NULL',
    { id },
  )
  return row ? { ...row, active: row.active === 1 } : null
}

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
