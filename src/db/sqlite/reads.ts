import Sqlite from 'better-sqlite3'
import { randomUUID } from 'node:crypto'
import { BUSY_TIMEOUT_MS, keepPromises } from './pragmas.ts'
import { Statements } from './statements.ts'

export type Parameters = Readonly<Record<string, string | number | bigint | null>>

/** The hot read statements: prepared once, on a connection that cannot write. */
export class Reads {
  readonly #database: Sqlite.Database
  readonly #statements = new Statements<Sqlite.Statement<[Parameters]>>()
  readonly #version: Sqlite.Statement<[]>
  /** SQLite counts anew for each connection, so what a page remembers must name the connection too. */
  readonly #connection = randomUUID().slice(0, 8)

  constructor(file: string) {
    this.#database = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    this.#database.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000')
    this.#version = this.#database.prepare<[]>('PRAGMA data_version').pluck()
  }

  // The caller says what its columns are: SQL does not.
  /* eslint-disable @typescript-eslint/no-unnecessary-type-parameters */
  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#prepare(sql).all(parameters) as Row[]
  }

  /** Rows as bare values, in the order of their columns. */
  rows<Columns extends unknown[]>(sql: string, parameters: Parameters = {}): Columns[] {
    return this.#prepare(sql, true).all(parameters) as Columns[]
  }

  get<Row>(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#prepare(sql).get(parameters) as Row | undefined
  }
  /* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

  /** Changes whenever anybody, this process or another, commits a change: what was computed before it may be stale. */
  version(): string {
    return `${this.#connection}-${String(this.#version.get())}`
  }

  close(): void {
    this.#database.close()
  }

  #prepare(sql: string, raw = false): Sqlite.Statement<[Parameters]> {
    return this.#statements.get(raw ? `raw ${sql}` : sql, () => {
      const statement = this.#database.prepare<[Parameters]>(sql)
      return raw ? statement.raw() : statement
    })
  }
}

/** Checks once, at start, that a connection to this file keeps what durability rests on. */
export function checkPromises(file: string): void {
  const database = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    keepPromises(database)
  } finally {
    database.close()
  }
}
