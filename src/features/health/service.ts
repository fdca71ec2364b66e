import type { Desk } from '#src/desk.ts'
import { dataVersion } from '#features/flag/queries.ts'

/** Resolves once the database was read and everything that waits to be written is; fails when it cannot be read. */
export async function checkAlive(desk: Desk): Promise<void> {
  dataVersion(desk)
  await desk.db.settled()
}
