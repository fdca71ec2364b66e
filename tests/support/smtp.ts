import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

export type Letter = { readonly from: string; readonly to: readonly string[]; readonly raw: string }

/** A real mail server on the loopback that keeps what it is given. */
export type MailHouse = {
  readonly port: number
  readonly letters: Letter[]
  /** What it answers to a recipient from now on; null takes everything. */
  refuse: { readonly code: number; readonly words: string } | null
}

export const MAIL_USER = { user: 'pennant', password: 'the password of the mail server' }

/** Opens a mail server; with `signIn` it takes nothing from strangers. */
export async function openMailHouse({ signIn = false, ...more }: SMTPServerOptions & { signIn?: boolean } = {}) {
  const house: { port: number; letters: Letter[]; refuse: MailHouse['refuse'] } = { port: 0, letters: [], refuse: null }
  const server = new SMTPServer({
    disabledCommands: signIn ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    allowInsecureAuth: true,
    authOptional: !signIn,
    onAuth: ({ username, password }, _session, done) =>
      username === MAIL_USER.user && password === MAIL_USER.password
        ? done(null, { user: username })
        : done(new Error('Unknown user')),
    onRcptTo: (_address, _session, done) => {
      if (house.refuse === null) return done()
      done(Object.assign(new Error(house.refuse.words), { responseCode: house.refuse.code }))
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.once('end', () => {
        house.letters.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString('utf8'),
        })
        done()
      })
    },
    logger: false,
    ...more,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  house.port = (server.server.address() as AddressInfo).port
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return house as MailHouse
}

/** The text of a letter, as its reader sees it. */
export function wordsOf({ raw }: Letter): string {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const text = body.join('\n\n').replaceAll('\r\n', '\n')
  return /quoted-printable/i.test(head)
    ? text
        .replaceAll('=\n', '')
        .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text
}
