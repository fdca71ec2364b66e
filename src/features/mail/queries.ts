import type { Desk } from '#src/desk.ts'

export type DueMail = {
  readonly id: number
  readonly recipient: string
  readonly subject: string
  /** Sealed. */
  readonly text: string
  readonly messageId: string
  readonly headers: string
  readonly attempts: number
}

/** What is to be sent now, the oldest first. */
export const dueMail = ({ db, clock }: Desk, most: number): readonly DueMail[] =>
  db.sql.all(
    `SELECT id, recipient, subject, text, messageId, headers, attempts FROM OutboxMessage
     WHERE state = 'waiting' AND notBefore <= @now ORDER BY notBefore, id LIMIT @most`,
    { now: clock.now(), most },
  )

export type Mailed = {
  readonly id: number
  readonly recipient: string
  readonly subject: string
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly error: string | null
  readonly attempts: number
  readonly createdAt: number
  readonly sentAt: number | null
}

/** The latest messages, for the page that tells whether mail works. */
export const latestMail = ({ db }: Desk, most: number): readonly Mailed[] =>
  db.sql.all(
    'SELECT id, recipient, subject, state, error, attempts, createdAt, sentAt FROM OutboxMessage ORDER BY id DESC LIMIT @most',
    { most },
  )
