import type { Desk } from '#src/desk.ts'

export const hasAdmin = ({ db }: Desk): boolean =>
  db.sql.get(`SELECT 1 FROM Person WHERE role = 'admin' AND active = 1 LIMIT 1`) !== undefined
