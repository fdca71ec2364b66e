import type { Desk } from '#src/desk.ts'

type Place = { readonly id: number; readonly name: string }

export const sites = ({ db }: Desk): readonly Place[] =>
  db.sql.all(`SELECT id, name FROM Site WHERE archivedAt IS NULL ORDER BY nameKey LIMIT 1000`)

export const projects = ({ db }: Desk): readonly Place[] =>
  db.sql.all(`SELECT id, name FROM Project WHERE archivedAt IS NULL ORDER BY nameKey LIMIT 1000`)
