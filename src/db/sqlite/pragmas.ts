import type Sqlite from 'better-sqlite3'
import { AppError } from '#lib/errors.ts'

/** How long a connection waits for another process before it gives up, in ms; the wait blocks the whole process. */
export const BUSY_TIMEOUT_MS = 100

// A database re-opened in WAL runs `synchronous=NORMAL` by default, whose commits do not survive a power cut.
const PROMISES = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  trusted_schema: 0,
  cell_size_check: 1,
} as const

/** Sets what durability rests on and reads it back; a connection that does not keep it is refused. */
export function keepPromises(database: Sqlite.Database): void {
  for (const [name, value] of Object.entries(PROMISES)) database.exec(`PRAGMA ${name} = ${value}`)
  for (const [name, value] of Object.entries(PROMISES))
    assertPromise(name, database.pragma(name, { simple: true }), value)
}

/** Fails when a pragma reads back as something else than was set. */
export function assertPromise(name: string, actual: unknown, expected: unknown): void {
  if (String(actual) === String(expected)) return
  throw new AppError(
    'unavailable',
    `The database does not keep ${name} = ${String(expected)} (it says ${String(actual)}).`,
  )
}
