import type { Desk } from '#src/desk.ts'

/** How many rows name this content: as an attachment, as a picture of a person, as a mail. */
export const usesOf = ({ db }: Desk, sha256: string): number =>
  db.sql.get<{ uses: number }>(
    `SELECT (SELECT count(*) FROM Attachment WHERE sha256 = @sha256)
       + (SELECT count(*) FROM Person WHERE avatarSha = @sha256)
       + (SELECT count(*) FROM InboxMessage WHERE rawSha = @sha256) AS uses`,
    { sha256 },
  )?.uses ?? 0
