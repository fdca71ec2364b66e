import { mailKey } from '#domain/typed-person.ts'
import { AppError } from '#lib/errors.ts'
import { passwordMatches } from '#lib/passwords.ts'
import { accountOf } from '#features/people/queries.ts'
import type { Desk } from '#src/desk.ts'

const FREE_TRIES = 5
const LONGEST_WAIT_MS = 15 * 60_000

type Credentials = { readonly email: string; readonly password: string; readonly address: string }

/**
 * Checks a mail and a password. The answer is the same, and takes as long, whether or not there is such a person.
 * Failures slow down further ones from the same address only, so that nobody can lock another person out.
 */
export function signInService(desk: Desk): (credentials: Credentials) => Promise<{ readonly id: number } | null> {
  const failures = new Map<string, { count: number; until: number }>()

  return async ({ email, password, address }) => {
    const key = `${address} ${mailKey(email)}`
    const now = desk.clock.now()
    const failed = failures.get(key)
    if (failed && failed.until > now)
      throw new AppError(
        'too-many',
        `That was wrong too often. Try again in ${Math.ceil((failed.until - now) / 1000)} seconds.`,
      )

    const person = accountOf(desk, email)
    const matches = await passwordMatches(person?.passwordHash ?? null, password)
    if (!matches || !person) {
      if (failures.size > 10_000) failures.clear()
      const count = (failures.get(key)?.count ?? 0) + 1
      failures.set(key, {
        count,
        until: count < FREE_TRIES ? 0 : now + Math.min(1000 * 2 ** (count - FREE_TRIES), LONGEST_WAIT_MS),
      })
      return null
    }

    failures.delete(key)
    await desk.db.write((tx) =>
      tx.person.update({ where: { id: person.id }, data: { lastSignInAt: new Date(now) }, select: { id: true } }),
    )
    return { id: person.id }
  }
}
