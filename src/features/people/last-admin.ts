import type { Tx } from '#db/database.ts'
import { conflict } from '#lib/errors.ts'
import type { PersonRow } from './store.ts'

/** Fails when nobody could administer the desk without this person; asked inside the write that takes the right away. */
export function refuseLastAdmin(hot: Tx['hot'], { id, name, role, active, signsIn }: PersonRow): void {
  if (role !== 'admin' || active === 0) return
  // Somebody who was invited and has not come yet cannot open the door again.
  const other = hot.get(
    `SELECT 1 FROM Person WHERE role = 'admin' AND active = 1 AND id <> @id AND (passwordHash IS NOT NULL OR @signsIn = 0)`,
    { id, signsIn },
  )
  if (!other) throw conflict(`${name} is the last admin. Make somebody else an admin first, who can sign in.`)
}
