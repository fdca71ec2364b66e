import { randomUUID } from 'node:crypto'
import { noticeLetter, waitAfterSeconds, type CredentialChange, type Letter } from '#domain/mail-texts.ts'
import { baseUrlOf } from '#config/base-url.ts'
import type { MailServer } from '#config/mail.ts'
import type { Tx } from '#db/database.ts'
import { seal, unseal } from '#lib/sealed.ts'
import { longTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { dueMail, type DueMail } from './queries.ts'
import { openTransport, type Sending, type Transport } from './transport.ts'

const PATIENCE_MS = 3 * 86_400_000
const KEPT_MS = 30 * 86_400_000
const MOST_AT_ONCE = 50

// Letters hold links that open accounts, so while they wait the database alone does not tell them.
const keyOf = ({ config }: Desk) => ({ secret: config.secret, purpose: 'outbox' })

export type Outgoing = {
  readonly to: { readonly name: string; readonly address: string }
  readonly letter: Letter
  /** When it is of no use any more. */
  readonly until?: number
}

/** Whether anything can be sent. */
export const sendsMail = ({ config }: Desk): boolean => config.mail !== null

/** Puts a letter into the outbox, in the write it is about; without a mail server nothing happens. */
export function queueMail(desk: Desk, { hot }: Tx, { to, letter, until }: Outgoing): void {
  const { mail } = desk.config
  if (mail === null) return
  const at = desk.clock.now()
  hot.insert('OutboxMessage', {
    recipient: to.address,
    subject: letter.subject,
    text: seal(keyOf(desk), letter.text),
    messageId: `<${randomUUID()}@${mail.from.address.split('@')[1] ?? 'localhost'}>`,
    headers: JSON.stringify({ name: to.name, until: until ?? at + PATIENCE_MS }),
    state: 'waiting',
    notBefore: at,
    createdAt: at,
  })
}

type Person = { readonly name: string; readonly email: string | null; readonly timeZone: string | null }
type Changed = { readonly personId: number; readonly change: CredentialChange; readonly email?: string | null }

/** Tells a person, in the write that does it, that something about their signing in changed; `email` names an older address. */
export function queueNotice(desk: Desk, tx: Tx, { personId, change, email }: Changed): void {
  const person = tx.hot.get<Person>('SELECT name, email, timeZone FROM Person WHERE id = @personId', { personId })
  const address = email ?? person?.email ?? null
  if (!person || address === null) return
  const { company, timeZone } = desk.config
  const at = longTime(desk.clock.now(), person.timeZone ?? timeZone)
  const url = `${baseUrlOf(desk.config)}/me/security`
  const letter = noticeLetter({ name: person.name, company, change, at, url })
  queueMail(desk, tx, { to: { name: person.name, address }, letter })
}

/** Sends what waits, one after the other, and notes what became of it. */
export async function sendDueMail(desk: Desk): Promise<void> {
  const { mail } = desk.config
  const due = mail === null ? [] : dueMail(desk, MOST_AT_ONCE)
  if (mail === null || due.length === 0) return
  const transport = openTransport(mail)
  try {
    for (const message of due) await sendOne(desk, transport, message)
  } finally {
    transport.close()
  }
}

async function sendOne(desk: Desk, transport: Transport, message: DueMail): Promise<void> {
  const { name, until } = JSON.parse(message.headers) as { name: string; until: number }
  const text = unseal(keyOf(desk), message.text)
  const { recipient: address, subject, messageId } = message
  const sending: Sending =
    text === null
      ? { outcome: 'refused', reason: 'The secret of this installation was changed, so the text cannot be read.' }
      : until <= desk.clock.now()
        ? { outcome: 'refused', reason: 'It could not be sent in time.' }
        : await transport.send({ to: { name, address }, subject, text, messageId })
  await noteSending(desk, message, sending)
}

/** What was sent, or never will be, keeps its subject and loses its text. */
async function noteSending(desk: Desk, { id, attempts }: DueMail, sending: Sending): Promise<void> {
  const at = desk.clock.now()
  const error = sending.outcome === 'sent' ? null : sending.reason
  if (error !== null) desk.log.warn({ mail: id, error }, 'A message was not sent')
  await desk.db.write(({ hot }) => {
    const next =
      sending.outcome === 'failed'
        ? { notBefore: at + waitAfterSeconds(attempts + 1) * 1000 }
        : { state: sending.outcome === 'sent' ? 'sent' : 'failed', text: '', sentAt: error === null ? at : null }
    hot.update('OutboxMessage', id, { attempts: attempts + 1, error, ...next })
  })
}

/** Tries all that waits at once, rather than when it is due again. */
export const retryMail = ({ db, clock }: Desk): Promise<void> =>
  db.write(({ hot }) => {
    hot.run(`UPDATE OutboxMessage SET notBefore = @now WHERE state = 'waiting'`, { now: clock.now() })
  })

/** Forgets what was sent, or failed, long ago. */
export async function forgetOldMail({ db, clock }: Desk): Promise<void> {
  const before = clock.now() - KEPT_MS
  const old = `state <> 'waiting' AND notBefore < @before`
  if (!db.sql.get(`SELECT 1 FROM OutboxMessage WHERE ${old} LIMIT 1`, { before })) return
  await db.write(({ hot }) => {
    hot.run(`DELETE FROM OutboxMessage WHERE ${old}`, { before })
  })
}

/** Tries a mail server without sending anything; null when it would take mail. */
export async function checkMail(server: MailServer): Promise<string | null> {
  const transport = openTransport(server)
  try {
    return await transport.check()
  } finally {
    transport.close()
  }
}
