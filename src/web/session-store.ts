import Sqlite from 'better-sqlite3'
import connectSqlite3 from 'connect-sqlite3'
import session, { type SessionData, type Store } from 'express-session'
import { createHash } from 'node:crypto'
import { existsSync, renameSync } from 'node:fs'
import { keepPromises } from '#db/sqlite/pragmas.ts'
import type { Clock } from '#lib/clock.ts'
import type { Log } from '#lib/logger.ts'

type Callback<Value> = (error: unknown, value?: Value) => void
type Surroundings = { readonly clock: Clock; readonly log: Log }

const TOUCH_EVERY_MS = 60_000
const MOST_REMEMBERED = 10_000

/** Sessions in a file of their own. A damaged file is put aside and everybody signs in again; nothing else stops. */
export function openSessionStore(file: string, { clock, log }: Surroundings): { store: Store; close: () => void } {
  const database = openOrQuarantine(file, { clock, log })
  const Inner = connectSqlite3({ session: session as unknown as { Store: abstract new () => Store } })
  const inner = new Inner({ db: sqlite3Shaped(database) as unknown as string })
  return { store: careful(inner as unknown as Store, clock), close: () => database.close() }
}

function openOrQuarantine(file: string, { clock, log }: Surroundings): Sqlite.Database {
  try {
    return checked(file)
  } catch (error) {
    if (!existsSync(file)) throw error
    const aside = `${file}.damaged-${clock.now()}`
    renameSync(file, aside)
    for (const tail of ['-wal', '-shm']) if (existsSync(file + tail)) renameSync(file + tail, aside + tail)
    log.error({ error, aside }, 'The session file was damaged and has been put aside; everybody signs in again.')
    return checked(file)
  }
}

function checked(file: string): Sqlite.Database {
  const database = new Sqlite(file, { timeout: 250 })
  try {
    keepPromises(database)
    database.exec('CREATE TABLE IF NOT EXISTS sessions (sid PRIMARY KEY, expired, sess)')
    const verdict = database.pragma('quick_check', { simple: true })
    if (verdict !== 'ok') throw new Error(String(verdict))
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The four calls that connect-sqlite3 makes on an sqlite3 handle, over better-sqlite3. */
function sqlite3Shaped(database: Sqlite.Database) {
  const statements = new Map<string, Sqlite.Statement>()
  const prepared = (sql: string): Sqlite.Statement => {
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const call =
    (work: (sql: string, parameters: unknown[]) => unknown) =>
    (sql: string, ...rest: unknown[]) => {
      const [parameters] = rest.filter((argument) => Array.isArray(argument)) as unknown[][]
      const callback = rest.find((argument) => typeof argument === 'function') as Callback<unknown> | undefined
      try {
        const value = work(sql, parameters ?? [])
        callback?.(null, value)
      } catch (error) {
        if (!callback) throw error
        callback(error)
      }
    }
  return {
    exec: call((sql) => void database.exec(sql)),
    run: call((sql, parameters) => void prepared(sql).run(...parameters)),
    get: call((sql, parameters) => readable(prepared(sql).get(...parameters))),
    all: call((sql, parameters) => {
      const statement = prepared(sql)
      return statement.reader ? statement.all(...parameters) : (statement.run(...parameters), [])
    }),
  }
}

/** A row that is not JSON would stop the process inside the library, one without a cookie the request; here both are no session. */
function readable(row: unknown): unknown {
  const { sess } = (row ?? {}) as { sess?: unknown }
  try {
    const { cookie } = (JSON.parse(String(sess)) ?? {}) as { cookie?: unknown }
    return typeof cookie === 'object' && cookie !== null ? row : undefined
  } catch {
    return undefined
  }
}

/** Keeps ids as hashes, answers each call once, and writes "still here" at most once a minute. */
function careful(inner: Store, clock: Clock): Store {
  const touched = new Map<string, number>()
  const hashed = (id: string) => createHash('sha256').update(id).digest('hex')

  class CarefulStore extends session.Store {
    get(id: string, callback: Callback<SessionData | null>): void {
      inner.get(hashed(id), once(callback))
    }
    set(id: string, data: SessionData, callback?: Callback<void>): void {
      inner.set(hashed(id), data, once(callback))
    }
    destroy(id: string, callback?: Callback<void>): void {
      inner.destroy(hashed(id), once(callback))
    }
    override touch(id: string, data: SessionData, callback?: () => void): void {
      const now = clock.now()
      if (now - (touched.get(id) ?? 0) < TOUCH_EVERY_MS) return callback?.()
      if (touched.size > MOST_REMEMBERED) touched.clear()
      touched.set(id, now)
      inner.set(hashed(id), data, once(callback))
    }
  }
  return new CarefulStore()
}

function once<Value>(callback: Callback<Value> | undefined): Callback<Value> {
  let called = false
  return (error, value) => {
    if (called) return
    called = true
    callback?.(error, value)
  }
}
