import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils'
import type Sqlite from 'better-sqlite3'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#lib/errors.ts'
import { BUSY_TIMEOUT_MS, keepPromises } from './pragmas.ts'
import { Writes } from './writes.ts'

const PATIENCE_MS = 15_000
const RETRY_MS = 20

export type Writer = {
  readonly hot: Writes
  /** What the model's client writes through; it lives in the transaction that is open. */
  readonly factory: SqlDriverAdapterFactory
  /** With `soon`, it is on the disk with the next one that does not say so: a crash keeps it, a power cut may not. */
  readonly begin: (soon: boolean) => Promise<void>
  readonly commit: () => void
  readonly rollback: () => void
  readonly close: () => void
}

/**
 * The one connection that writes. The stock adapter begins deferred transactions, lets a write outside of them slip
 * into one that is open, and stays locked after a COMMIT that failed; here transactions are begun and ended by hand.
 */
export async function openWriter(file: string): Promise<Writer> {
  const stock = new PrismaBetterSqlite3(
    { url: `file:${file}`, timeout: BUSY_TIMEOUT_MS },
    { timestampFormat: 'unixepoch-ms' },
  )
  const connection = await stock.connect()
  const database = clientOf(connection)
  keepPromises(database)
  return {
    hot: new Writes(database),
    factory: {
      provider: stock.provider,
      adapterName: stock.adapterName,
      connect: () => Promise.resolve(guarded(connection, database)),
    },
    begin: (soon) => begin(database, soon),
    commit: () => {
      database.exec('COMMIT')
    },
    // A COMMIT may have failed before or after it ended the transaction.
    rollback: () => {
      if (database.inTransaction) database.exec('ROLLBACK')
    },
    close: () => {
      database.close()
    },
  }
}

/** The adapter keeps its connection to itself; the versions are pinned, and a test opens one. */
function clientOf(connection: SqlDriverAdapter): Sqlite.Database {
  const { client } = connection as unknown as { client?: Sqlite.Database }
  if (typeof client?.prepare !== 'function') throw new Error('The database adapter no longer shows its connection.')
  return client
}

/** Another process may hold the write lock for a moment; waiting for it must not block this one. */
async function begin(database: Sqlite.Database, soon: boolean): Promise<void> {
  // Each says it for itself, so that none shares in the haste of another.
  database.exec(`PRAGMA synchronous = ${soon ? 'NORMAL' : 'FULL'}`)
  for (let waited = 0; ; waited += RETRY_MS + BUSY_TIMEOUT_MS) {
    try {
      database.exec('BEGIN IMMEDIATE')
      return
    } catch (cause) {
      if (!/busy|locked/i.test(String(cause))) throw cause
      if (waited > PATIENCE_MS)
        throw new AppError('unavailable', 'The database is busy. Try again in a moment.', { cause })
      await sleep(RETRY_MS)
    }
  }
}

function guarded(connection: SqlDriverAdapter, database: Sqlite.Database): SqlDriverAdapter {
  const inside = <Result>(work: () => Promise<Result>): Promise<Result> =>
    database.inTransaction ? work() : Promise.reject(new Error('A write outside of a transaction: use db.write.'))
  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    queryRaw: (query) => inside(() => connection.queryRaw(query)),
    executeRaw: (query) => inside(() => connection.executeRaw(query)),
    executeScript: (script) => inside(() => connection.executeScript(script)),
    dispose: () => Promise.resolve(),
    startTransaction: () => inside(() => Promise.resolve(nested(connection, database))),
  }
}

/** The model's own transactions, such as that of a nested create, are steps within ours. */
function nested(connection: SqlDriverAdapter, database: Sqlite.Database): Transaction {
  const step = (sql: string) => Promise.resolve(void database.exec(sql))
  database.exec('SAVEPOINT model')
  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    // "Phantom": the engine leaves COMMIT and ROLLBACK to us.
    options: { usePhantomQuery: true },
    queryRaw: (query) => connection.queryRaw(query),
    executeRaw: (query) => connection.executeRaw(query),
    commit: () => step('RELEASE model'),
    rollback: () => step('ROLLBACK TO model; RELEASE model'),
    createSavepoint: (name) => step(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => step(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => step(`RELEASE SAVEPOINT ${name}`),
  }
}
