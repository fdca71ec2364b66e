import type Sqlite from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { FLUSH_SEARCH_INDEX } from './sqlite/search-index.ts'

const read = (prismaFolder: string) => readFileSync(path.join(prismaFolder, 'derived.sql'), 'utf8')

/** Takes away everything that derived.sql creates; a rebuilt table would lose its triggers silently. */
export function dropDerived(database: Sqlite.Database, prismaFolder: string): void {
  for (const [, kind, name] of read(prismaFolder).matchAll(/^CREATE (?:VIRTUAL )?(TABLE|TRIGGER|INDEX) (\w+)/gm)) {
    database.exec(`DROP ${String(kind)} IF EXISTS "${String(name)}"`)
  }
  const booked = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'Meta'`).get()
  if (booked) database.exec(`DELETE FROM Meta WHERE key = 'derived'`)
}

/** Lays full text, triggers and unmodelled indexes, when they are missing or their text has changed. */
export function layDerived(database: Sqlite.Database, prismaFolder: string): void {
  const sql = read(prismaFolder) + FLUSH_SEARCH_INDEX.join(';')
  const hash = createHash('sha256').update(sql).digest('hex')
  const laid = database.prepare(`SELECT value FROM Meta WHERE key = 'derived'`).pluck().get()
  if (laid === hash) return findLateWords(database)

  database.transaction(() => {
    dropDerived(database, prismaFolder)
    database.exec(read(prismaFolder))
    flush(database)
    database.prepare(`INSERT OR REPLACE INTO Meta VALUES ('derived', ?)`).run(hash)
  })()
}

/** A row of writes that a crash cut short left its last tickets to be found by their words. */
function findLateWords(database: Sqlite.Database): void {
  if (database.prepare('SELECT 1 FROM SearchDirty LIMIT 1').get()) database.transaction(flush)(database)
}

function flush(database: Sqlite.Database): void {
  for (const statement of FLUSH_SEARCH_INDEX) database.exec(statement)
}
