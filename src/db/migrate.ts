import Sqlite from 'better-sqlite3'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '#lib/errors.ts'
import { dropDerived, layDerived } from './derived.ts'
import { keepPromises } from './sqlite/pragmas.ts'
import { snapshotBefore } from './snapshot.ts'

/** Marks the file as ours ("PNNT"), so that no other program's database is ever migrated by mistake. */
const APPLICATION_ID = 0x50_4e_4e_54

// The bookkeeping of `prisma migrate`, so that its own commands agree with what was applied here.
const BOOK = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`

type Applied = { readonly name: string; readonly checksum: string; readonly finished: string | null }
type Pending = { readonly name: string; readonly sql: string; readonly checksum: string }
export type MigrationPlan = { readonly file: string; readonly prismaFolder: string; readonly now: number }

/** Brings the database file up to date, one transaction a migration, and names those it ran. */
export function migrate({ file, prismaFolder, now }: MigrationPlan): readonly string[] {
  const existed = existsSync(file)
  const database = open(file)
  try {
    if (existed) refuseStrangers(database, file)
    keepPromises(database)
    database.exec(BOOK)
    database.pragma(`application_id = ${APPLICATION_ID}`)

    const pending = pendingOf(database, path.join(prismaFolder, 'migrations'))
    const [first] = pending
    if (first) {
      if (existed) snapshotBefore(database, file, first.name)
      dropDerived(database, prismaFolder)
      for (const migration of pending) apply(database, migration, now)
    }
    layDerived(database, prismaFolder)
    return pending.map(({ name }) => name)
  } finally {
    database.close()
  }
}

function open(file: string): Sqlite.Database {
  try {
    return new Sqlite(file, { timeout: 10_000 })
  } catch (cause) {
    throw new AppError('unavailable', `The database ${file} cannot be opened: ${String(cause)}`, { cause })
  }
}

function refuseStrangers(database: Sqlite.Database, file: string): void {
  let tables: string[]
  try {
    tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]
  } catch (cause) {
    throw new AppError('unavailable', `${file} is not a database, or it is damaged. Restore it from a backup.`, {
      cause,
    })
  }
  const ours =
    tables.length === 0 ||
    tables.includes('_prisma_migrations') ||
    database.pragma('application_id', { simple: true }) === APPLICATION_ID
  if (!ours) {
    throw new AppError(
      'unavailable',
      `${file} belongs to another program. Name another file as database.uri in config.json; import what it holds with "pennant import".`,
    )
  }
}

function pendingOf(database: Sqlite.Database, folder: string): Pending[] {
  const applied = new Map(appliedTo(database).map((row) => [row.name, row]))
  const known = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()

  const newer = [...applied.keys()].find((name) => !known.includes(name))
  if (newer)
    throw new AppError(
      'unavailable',
      `The database was written by a newer Pennant (it knows ${newer}). Start that version.`,
    )

  return known
    .map((name) => readMigration(folder, name))
    .filter((migration) => !isApplied(applied.get(migration.name), migration))
}

function appliedTo(database: Sqlite.Database): Applied[] {
  return database
    .prepare(
      `SELECT migration_name AS name, checksum, finished_at AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
    )
    .all() as Applied[]
}

function isApplied(row: Applied | undefined, { name, checksum }: Pending): boolean {
  if (!row) return false
  if (row.finished === null)
    throw new AppError(
      'unavailable',
      `The migration ${name} was begun earlier and did not finish. Restore the snapshot beside the database.`,
    )
  if (row.checksum !== checksum)
    throw new AppError('unavailable', `The migration ${name} was edited after it had been applied.`)
  return true
}

function readMigration(folder: string, name: string): Pending {
  const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
}

function apply(database: Sqlite.Database, { name, sql, checksum }: Pending, now: number): void {
  const at = new Date(now).toISOString().replace('Z', '+00:00')
  // SQLite ignores this pragma inside a transaction, and a table that is rebuilt there would take its children along.
  database.pragma('foreign_keys = OFF')
  try {
    database.transaction(() => {
      database.exec(sql)
      const broken = database.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0)
        throw new AppError('unavailable', `The migration ${name} would leave ${broken.length} rows pointing nowhere.`)
      database
        .prepare(
          `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`,
        )
        .run(randomUUID(), checksum, at, name, at)
    })()
  } finally {
    database.pragma('foreign_keys = ON')
  }
}
