import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import type Sqlite from 'better-sqlite3'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#lib/errors.ts'
import { assertPromise, BUSY_TIMEOUT_MS, expectedPragmas, PRAGMAS } from './pragmas.ts'
import { Writes } from './writes.ts'

const PATIENCE_MS = 15_000
const RETRY_MS = 20

/**
 * The one connection that writes. The stock adapter begins deferred transactions, lets a write outside of them slip
 * into one that is open, and stays locked after a COMMIT that failed; this one does none of these.
 */
export function writerAdapter(file: string): { readonly factory: SqlDriverAdapterFactory; readonly hot: () => Writes } {
  const stock = new PrismaBetterSqlite3(
    { url: `file:${file}`, timeout: BUSY_TIMEOUT_MS },
    { timestampFormat: 'unixepoch-ms' },
  )
  let hot: Writes | null = null
  const connect = async (): Promise<SqlDriverAdapter> => {
    const connection = await keepingPromises(await stock.connect())
    hot = new Writes(clientOf(connection))
    return guarded(connection)
  }
  return {
    factory: { provider: stock.provider, adapterName: stock.adapterName, connect },
    hot: () => {
      if (!hot) throw new Error('The writer is not connected yet.')
      return hot
    },
  }
}

/** The adapter keeps its connection to itself; the versions are pinned, and a test opens one. */
function clientOf(connection: SqlDriverAdapter): Sqlite.Database {
  const { client } = connection as unknown as { client?: Sqlite.Database }
  if (typeof client?.prepare !== 'function') throw new Error('The database adapter no longer shows its connection.')
  return client
}

async function keepingPromises(connection: SqlDriverAdapter): Promise<SqlDriverAdapter> {
  for (const pragma of PRAGMAS) await connection.executeScript(pragma)
  for (const [name, value] of Object.entries(expectedPragmas)) {
    const { rows } = await connection.queryRaw(plain(`PRAGMA ${name}`))
    assertPromise(name, rows[0]?.[0], value)
  }
  return connection
}

function guarded(connection: SqlDriverAdapter): SqlDriverAdapter {
  const refuse = () => Promise.reject(new Error('A write outside of a transaction: use db.write.'))
  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    queryRaw: refuse,
    executeRaw: refuse,
    executeScript: refuse,
    dispose: () => connection.dispose(),
    startTransaction: async () => {
      await begin(connection)
      return transaction(connection)
    },
  }
}

/** Another process may hold the write lock for a moment; waiting for it must not block this one. */
async function begin(connection: SqlDriverAdapter): Promise<void> {
  for (let waited = 0; ; waited += RETRY_MS + BUSY_TIMEOUT_MS) {
    try {
      return await connection.executeScript('BEGIN IMMEDIATE')
    } catch (cause) {
      if (!/busy|locked|timed out/i.test(describe(cause))) throw cause
      if (waited > PATIENCE_MS)
        throw new AppError('unavailable', 'The database is busy. Try again in a moment.', { cause })
      await sleep(RETRY_MS)
    }
  }
}

function transaction(connection: SqlDriverAdapter): Transaction {
  const savepoint = async (sql: string) => {
    await connection.executeRaw(plain(sql))
  }
  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    // "Phantom": the engine leaves COMMIT and ROLLBACK to us, so that a COMMIT that fails can be rolled back for real.
    options: { usePhantomQuery: true },
    queryRaw: (query) => connection.queryRaw(query),
    executeRaw: (query) => connection.executeRaw(query),
    commit: async () => {
      try {
        await connection.executeScript('COMMIT')
      } catch (error) {
        await connection.executeScript('ROLLBACK')
        throw error
      }
    },
    rollback: () => connection.executeScript('ROLLBACK'),
    createSavepoint: (name) => savepoint(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => savepoint(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => savepoint(`RELEASE SAVEPOINT ${name}`),
  }
}

const plain = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] })
const describe = (error: unknown) => `${String(error)} ${JSON.stringify(error)}`
