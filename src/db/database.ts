import { setImmediate } from 'node:timers/promises'
import type { PrismaClient, Prisma } from './generated/client.ts'
import { serialQueue } from './queue.ts'
import { checkPromises, Reads } from './sqlite/reads.ts'
import { FLUSH_SEARCH_INDEX } from './sqlite/search-index.ts'
import type { Writes } from './sqlite/writes.ts'

export type { Prisma }
/** The model, wherever it is read from. */
export type Model = Prisma.TransactionClient

/** What a write's transaction may do; nothing else may be awaited inside it. */
export type Tx = Prisma.TransactionClient & {
  /** The hot statements, on the same connection and in the same transaction. */
  readonly hot: Writes
  /** Lets pages be answered between the pieces of a long write: they see all as it was, and other writes wait. */
  readonly rest: () => Promise<void>
}

export type Database = {
  /** Reads through the model, on a connection that cannot write. */
  readonly read: PrismaClient
  /** The hot read statements. */
  readonly sql: Reads
  /** The one way to write: one transaction at a time, durable when it resolves. */
  readonly write: <Result>(work: (tx: Tx) => Result | Promise<Result>) => Promise<Result>
  /** One of many in a row: durable, and found by its new words, when the next `write` resolves, which must end the row. */
  readonly writeSoon: Database['write']
  /** Resolves once everything accepted so far is written. */
  readonly settled: () => Promise<void>
  /** Whether it is being closed: long work ends then of its own accord. */
  readonly closing: () => boolean
  readonly close: () => Promise<void>
}

type Written = <Result>(work: (tx: Tx) => Result | Promise<Result>, soon: boolean) => Promise<Result>

const MOST_WAITING = 1000

/** Opens a database that `migrate` has brought up to date. The model is loaded by whoever first asks for it. */
export function openDatabase(file: string): Database {
  checkPromises(file)
  const sql = new Reads(file)
  // Minimal errors: the others repeat what was to be stored, and would carry it into the log.
  const reader = once(
    async () => new (await loadModel())({ adapter: await readerAdapter(file), errorFormat: 'minimal' }),
  )
  const writer = once(async () => (await import('./sqlite/writer.ts')).openWriter(file))
  const model = once(
    async () => new (await loadModel())({ adapter: (await writer.open()).factory, errorFormat: 'minimal' }),
  )
  const queued = serialQueue(MOST_WAITING)
  const settled = () => queued(() => Promise.resolve())
  let closing = false
  const written: Written = (work, soon) =>
    queued(async () => {
      const { begin, commit, rollback, hot } = await writer.open()
      await begin(soon)
      let over = false
      const late = () => Promise.reject(new Error('A write outside of a transaction: it came after its own had ended.'))
      try {
        const result = await work(
          txOf(
            hot,
            lazyModel(() => (over ? late() : model.open())),
          ),
        )
        if (!soon) for (const statement of FLUSH_SEARCH_INDEX) hot.run(statement)
        commit()
        return result
      } catch (error) {
        rollback()
        throw error
      } finally {
        over = true
      }
    })

  return {
    read: lazyModel(reader.open),
    sql,
    write: (work) => written(work, false),
    writeSoon: (work) => written(work, true),
    settled,
    closing: () => closing,
    close: async () => {
      closing = true
      // Everything that was accepted is written before the connection goes.
      await settled()
      const [read, written, write] = await Promise.all([reader.opened(), model.opened(), writer.opened()])
      // The writer goes last: whoever can write folds the log into the file, so that copying the file is a backup.
      await read?.$disconnect()
      sql.close()
      await written?.$disconnect()
      write?.close()
    },
  }
}

async function loadModel(): Promise<typeof PrismaClient> {
  const { PrismaClient } = await import('./generated/client.ts')
  return PrismaClient
}

function once<Value>(make: () => Promise<Value>) {
  let made: Promise<Value> | null = null
  // What could not be opened is tried again by the next who asks.
  const open = () =>
    (made ??= make().catch((error: unknown) => {
      made = null
      throw error
    }))
  return { open, opened: () => Promise.resolve(made) }
}

/** Stands in for the model's client until somebody calls one of its methods. */
function lazyModel(open: () => Promise<PrismaClient>): PrismaClient {
  type Method = (...given: unknown[]) => unknown
  type Loaded = Record<PropertyKey, Method & Record<PropertyKey, Method>>
  const loaded = async () => (await open()) as unknown as Loaded
  const called = (model: PropertyKey) => ({
    get:
      (_target: unknown, action: PropertyKey) =>
      async (...given: unknown[]) =>
        (await loaded())[model]?.[action]?.(...given),
    apply: async (_target: unknown, _this: unknown, given: unknown[]) => (await loaded())[model]?.(...given),
  })
  // Without a `then`, or it would be taken for a promise.
  return new Proxy({} as PrismaClient, {
    get: (_target, model) => (model === 'then' ? undefined : new Proxy(() => undefined, called(model))),
  })
}

const txOf = (hot: Writes, model: PrismaClient): Tx =>
  new Proxy(model, {
    get: (target, name): unknown =>
      name === 'hot' ? hot : name === 'rest' ? () => setImmediate() : Reflect.get(target, name),
  }) as unknown as Tx

async function readerAdapter(file: string) {
  const { PrismaBetterSqlite3 } = await import('@prisma/adapter-better-sqlite3')
  const options = { url: `file:${file}`, readonly: true, fileMustExist: true, timeout: 250 }
  return new PrismaBetterSqlite3(options, { timestampFormat: 'unixepoch-ms' })
}
