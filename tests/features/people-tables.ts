import Sqlite from 'better-sqlite3'
import type { House } from '../support/house.ts'

export type Column = { readonly table: string; readonly name: string; readonly type: string }
type Info = Column & { readonly notnull: number; readonly pk: number; readonly value: string | null }

const COLUMNS = `SELECT m.name AS "table", c.name, upper(c.type) AS type, c."notnull", c.pk, c.dflt_value AS value
  FROM sqlite_master m JOIN pragma_table_info(m.name) c
  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'TicketSearch%'`

/** The file itself. */
export function openFile({ desk }: House): Sqlite.Database {
  return new Sqlite(desk.config.databaseFile)
}

export const columnsOf = (database: Sqlite.Database): Info[] => database.prepare(COLUMNS).all() as Info[]

type Key = { readonly from: string; readonly table: string; readonly to: string }

function anyOf(database: Sqlite.Database, { table, to }: Key): unknown {
  const found = () => database.prepare(`SELECT "${to}" FROM "${table}" LIMIT 1`).pluck().get()
  if (found() === undefined) putRow(database, table, {})
  return found()
}

/** Puts a row into a table: what is given, and something of the right kind wherever something must stand. */
export function putRow(database: Sqlite.Database, table: string, given: Readonly<Record<string, unknown>>): void {
  const nth = database.prepare(`SELECT count(*) + 7000 AS n FROM "${table}"`).pluck().get() as number
  const foreign = database.prepare('SELECT * FROM pragma_foreign_key_list(?)').all(table) as Key[]
  const columns = columnsOf(database).filter((column) => column.table === table)
  const row = columns.flatMap(({ name, type, notnull, pk, value }): [string, unknown][] => {
    if (name in given) return [[name, given[name]]]
    const parent = foreign.find((key) => key.from === name)
    if (parent && notnull === 1) return [[name, anyOf(database, parent)]]
    const must = value === null && (notnull === 1 || pk > 0) && !(pk === 1 && name === 'id' && type === 'INTEGER')
    return must ? [[name, type === 'TEXT' ? `${table} ${nth}` : nth]] : []
  })
  const names = row.map(([name]) => `"${name}"`).join(', ')
  database
    .prepare(`INSERT INTO "${table}" (${names}) VALUES (${row.map(() => '?').join(', ')})`)
    .run(...row.map(([, value]) => value))
}
