import type { Desk } from '#src/desk.ts'

export const usesOf = ({ db }: Desk, sha256: string): number =>
  db.sql.get<{ uses: number }>('SELECT count(*) AS uses FROM Attachment WHERE sha256 = @sha256', { sha256 })?.uses ?? 0
