import nodemailer from 'nodemailer'
import type { MailServer } from '#config/mail.ts'

export type Message = {
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly messageId: string
}

/** What became of an attempt: `refused` will never work, `failed` may work later. */
export type Sending = { readonly outcome: 'sent' } | { readonly outcome: 'refused' | 'failed'; readonly reason: string }

export type Transport = {
  readonly send: (message: Message) => Promise<Sending>
  /** Connects and signs in, without sending anything; null when that works, else why not. */
  readonly check: () => Promise<string | null>
  readonly close: () => void
}

const PATIENCE_MS = 20_000

/** A mail server, spoken to when something is sent. */
export function openTransport({ host, port, security, user, password, from }: MailServer): Transport {
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // What is sent is what stands here, never a file or an address of this machine.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async ({ to, ...message }) => {
      try {
        await transport.sendMail({ ...message, from, to: [to], headers: AUTOMATIC })
        return { outcome: 'sent' }
      } catch (error) {
        return failureOf(error)
      }
    },
    check: async () => {
      try {
        await transport.verify()
        return null
      } catch (error) {
        return wordsOf(error)
      }
    },
    close: () => transport.close(),
  }
}

// Absence notes and the like are not wanted in answer.
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

type Failure = {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
  readonly command?: string
}

function failureOf(error: unknown): Sending {
  const { responseCode = 0, command = '' } = error as Failure
  // 5xx to the recipient or the message is final; to signing in it is a setting that somebody will mend.
  const final = responseCode >= 500 && /^(?:RCPT|DATA|MAIL)/.test(command)
  return { outcome: final ? 'refused' : 'failed', reason: wordsOf(error) }
}

const WORDS: Readonly<Record<string, string>> = {
  EAUTH: 'The mail server does not accept this user and password.',
  ECONNECTION: 'The mail server cannot be reached.',
  ETIMEDOUT: 'The mail server does not answer.',
  EDNS: 'There is no mail server of this name.',
  ETLS: 'The mail server does not offer the encryption that is set.',
  ESOCKET: 'The connection to the mail server broke.',
}

function wordsOf(error: unknown): string {
  const { code = '', response } = error as Failure
  const words = WORDS[code] ?? 'The mail server refused it.'
  const detail = response ?? (error instanceof Error ? error.message : '')
  return `${words} ${detail}`.replace(/\s+/g, ' ').trim().slice(0, 300)
}
