import { shortTime } from '#lib/zones.ts'
import type { MailServer } from '#config/mail.ts'
import type { Mailed } from '#features/mail/queries.ts'

/** The settings as the form shows them; the password is never among them. */
export const mailValues = (mail: MailServer | null): Readonly<Record<string, string>> =>
  mail === null
    ? { port: '587', security: 'starttls' }
    : {
        host: mail.host,
        port: String(mail.port),
        security: mail.security,
        user: mail.user ?? '',
        from: mail.from.address,
        name: mail.from.name,
      }

const STATES = { waiting: 'Waiting', sent: 'Sent', failed: 'Not sent' } as const

/** A message as the page tells of it. */
export const presentMailed = (mailed: Mailed, zone: string, now: number) => ({
  to: mailed.recipient,
  subject: mailed.subject,
  state: STATES[mailed.state],
  failed: mailed.state === 'failed',
  error: mailed.state === 'sent' ? null : mailed.error,
  at: shortTime(mailed.sentAt ?? mailed.createdAt, zone, now),
})
