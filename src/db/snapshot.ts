import type Sqlite from 'better-sqlite3'
import { rmSync } from 'node:fs'

/** Copies the database beside itself before a migration touches it; the name says before which. */
export function snapshotBefore(database: Sqlite.Database, file: string, migration: string): void {
  const copy = `${file}.before-${migration}`
  rmSync(copy, { force: true })
  database.prepare('VACUUM INTO ?').run(copy)
}
