import { z } from 'zod'
import { keepSecret, keptSecret, type SecretPlaces } from './kept-secret.ts'

const MAIL_PASSWORD = 'mail-password'
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/

/** The key `mail` of config.json. */
export const mailSchema = z
  .strictObject({
    host: z.string().trim().min(1).max(200).describe('The mail server that takes what Pennant sends.'),
    port: z.number().int().min(1).max(65_535).default(587).describe('Its port: 587 for submission, 465 for TLS, 25.'),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe('`starttls` insists on encryption, `tls` begins with it, `none` speaks in the clear.'),
    user: z.string().trim().min(1).max(200).optional().describe('Whom to sign in as; nobody by default.'),
    from: z.email().max(254).describe('The address mail comes from.'),
    name: z.string().trim().max(100).optional().describe('The name mail comes from; the company by default.'),
  })
  .refine(({ security, user, host }) => security !== 'none' || user === undefined || LOOPBACK.test(host), {
    path: ['security'],
    message: 'must be starttls or tls: a password is not sent in the clear',
  })
  .optional()
  .describe('Outgoing mail; the password stands in config/mail-password.')

export type MailServer = {
  readonly host: string
  readonly port: number
  readonly security: 'starttls' | 'tls' | 'none'
  readonly user: string | null
  readonly password: string | null
  readonly from: { readonly name: string; readonly address: string }
}

/** What the file says; the password is read apart from it. */
export const mailOf = (written: z.infer<typeof mailSchema>, company: string): MailServer | null =>
  written
    ? {
        host: written.host,
        port: written.port,
        security: written.security,
        user: written.user ?? null,
        password: null,
        from: { name: written.name ?? company, address: written.from },
      }
    : null

/** The password for the mail server. */
export const mailPassword = (places: SecretPlaces): string | null =>
  keptSecret(places, { file: MAIL_PASSWORD, variable: 'PENNANT_MAIL_PASSWORD', consequence: 'no mail can be sent' })

/** Keeps the password in a file of its own, which only the owner of the process may read. */
export const saveMailPassword = (home: string, password: string): void => keepSecret(home, MAIL_PASSWORD, password)
