import type { Desk } from '#src/desk.ts'

/** Whether this person comes in without the provider: by a password or a passkey. */
export const hasOtherWay = ({ db }: Desk, personId: number | null): boolean =>
  db.sql.get(
    `SELECT 1 FROM Person p WHERE p.id = @personId AND (p.passwordHash IS NOT NULL
       OR EXISTS (SELECT 1 FROM Credential c WHERE c.personId = p.id AND c.kind = 'passkey'))`,
    { personId },
  ) !== undefined
