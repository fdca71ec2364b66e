import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaClient, type Prisma } from './generated/client.ts'
import { serialQueue } from './queue.ts'
import { checkPromises, Reads } from './sqlite/reads.ts'
import { FLUSH_SEARCH_INDEX } from './sqlite/search-index.ts'
import { writerAdapter } from './sqlite/writer-adapter.ts'
import type { Writes } from './sqlite/writes.ts'

export type { Prisma }
/** The model, wherever it is read from. */
export type Model = Prisma.TransactionClient

/** What a write's transaction may do; nothing else may be awaited inside it. */
export type Tx = Prisma.TransactionClient & {
  /** The hot statements, on the same connection and in the same transaction. */
  readonly hot: Writes
}

export type Database = {
  /** Reads through the model, on a connection that cannot write. */
  readonly read: PrismaClient
  /** The hot read statements. */
  readonly sql: Reads
  /** The one way to write: one transaction at a time, durable when it resolves. */
  readonly write: <Result>(work: (tx: Tx) => Result | Promise<Result>) => Promise<Result>
  readonly close: () => Promise<void>
}

const MOST_WAITING = 1000
const LONGEST_MS = 60_000

/** Opens a database that `migrate` has brought up to date. */
export function openDatabase(file: string): Database {
  checkPromises(file)
  const sql = new Reads(file)
  const read = new PrismaClient({ adapter: readerAdapter(file) })
  const { factory, hot } = writerAdapter(file)
  const writer = new PrismaClient({
    adapter: factory,
    transactionOptions: { maxWait: LONGEST_MS, timeout: LONGEST_MS },
  })
  const queued = serialQueue(MOST_WAITING)

  return {
    read,
    sql,
    write: (work) =>
      queued(() =>
        writer.$transaction(async (tx) => {
          const result = await work(withHot(tx, hot()))
          for (const statement of FLUSH_SEARCH_INDEX) hot().run(statement)
          return result
        }),
      ),
    close: async () => {
      // Everything that was accepted is written before the connection goes.
      await queued(() => Promise.resolve())
      await Promise.all([writer.$disconnect(), read.$disconnect()])
      sql.close()
    },
  }
}

const withHot = (tx: Prisma.TransactionClient, hot: Writes): Tx =>
  new Proxy(tx, { get: (target, name): unknown => (name === 'hot' ? hot : Reflect.get(target, name)) }) as Tx

function readerAdapter(file: string): PrismaBetterSqlite3 {
  const options = { url: `file:${file}`, readonly: true, fileMustExist: true, timeout: 250 }
  return new PrismaBetterSqlite3(options, { timestampFormat: 'unixepoch-ms' })
}
