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

/** A session as it is stored; `id` is the hash of its id, which signs nobody in. */
export type StoredSession = { readonly id: string; readonly data: SessionData }

export type SessionStore = Store & {
  /** The sessions that are signed in as this person, the latest first; whether they still count is not asked. */
  readonly ofPerson: (personId: number) => readonly StoredSession[]
  readonly end: (id: string) => void
}

const TOUCH_EVERY_MS = 60_000
const MOST_REMEMBERED = 10_000

/** Sessions in a file of their own. A damaged file is put aside and everybody signs in again; nothing else stops. */
export function openSessionStore(
  file: string,
  { clock, log }: Surroundings,
): { store: SessionStore; close: () => void } {
  const database = openOrQuarantine(file, { clock, log })
  const Inner = connectSqlite3({ session: session as unknown as { Store: abstract new () => Store } })
  const inner = new Inner({ db: sqlite3Shaped(database) as unknown as string })
  return { store: careful(inner as unknown as Store, { clock, database }), close: () => database.close() }
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
    database.exec(`CREATE INDEX IF NOT EXISTS sessions_of ON sessions (${PERSON})`)
    const verdict = database.pragma('quick_check', { simple: true })
    if (verdict !== 'ok') throw new Error(String(verdict))
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

// A row may be anything but JSON.
const PERSON = `CASE WHEN json_valid(sess) THEN sess ->> '$.passport.user' END`

function sessionsIn(database: Sqlite.Database): SessionStore['ofPerson'] {
  const found = database.prepare<[number], { sid: string; sess: string }>(
    `SELECT sid, sess FROM sessions WHERE ${PERSON} = ? ORDER BY rowid DESC LIMIT 100`,
  )
  return (personId) => found.all(personId).map(({ sid, sess }) => ({ id: sid, data: JSON.parse(sess) as SessionData }))
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

/** What a session is kept under. */
export const storedId = (id: string): string => createHash('sha256').update(id).digest('hex')

type Below = { readonly clock: Clock; readonly database: Sqlite.Database }

/** Keeps ids as hashes, answers each call once, and writes "still here" at most once a minute. */
function careful(inner: Store, { clock, database }: Below): SessionStore {
  const touched = new Map<string, number>()
  // A request that was under way when its session ended would write it back.
  const ended = new Set<string>()
  const end = (id: string, callback?: Callback<void>) => {
    if (ended.size > MOST_REMEMBERED) ended.clear()
    ended.add(id)
    inner.destroy(id, once(callback))
  }

  class CarefulStore extends session.Store {
    get(id: string, callback: Callback<SessionData | null>): void {
      inner.get(storedId(id), once(callback))
    }
    set(id: string, data: SessionData, callback?: Callback<void>): void {
      if (ended.has(storedId(id))) return callback?.(null)
      inner.set(storedId(id), data, once(callback))
    }
    destroy(id: string, callback?: Callback<void>): void {
      end(storedId(id), callback)
    }
    override touch(id: string, data: SessionData, callback?: () => void): void {
      const now = clock.now()
      if (ended.has(storedId(id)) || now - (touched.get(id) ?? 0) < TOUCH_EVERY_MS) return callback?.()
      if (touched.size > MOST_REMEMBERED) touched.clear()
      touched.set(id, now)
      inner.set(storedId(id), data, once(callback))
    }
  }
  return Object.assign(new CarefulStore(), { ofPerson: sessionsIn(database), end: (id: string) => end(id) })
}

function once<Value>(callback: Callback<Value> | undefined): Callback<Value> {
  let called = false
  return (error, value) => {
    if (called) return
    called = true
    callback?.(error, value)
  }
}
