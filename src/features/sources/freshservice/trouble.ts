import { z } from 'zod'
import { HttpFailure } from '#lib/http-failure.ts'
import type { HttpReply } from '#lib/http-client.ts'
import { SourceFailure, type FailureKind } from '#features/sources/failure.ts'
import { retryAfterSeconds } from './reply.ts'

/** What went wrong with one request. */
export type Trouble = {
  readonly kind: FailureKind
  readonly text: string
  readonly remedy: string | null
  /** Whether the same request may go well a moment later. */
  readonly again: boolean
  readonly retryAfterSeconds: number | null
  readonly cause: unknown
}

const trouble = (kind: FailureKind, text: string, details: Partial<Trouble> = {}): Trouble => ({
  remedy: null,
  again: false,
  retryAfterSeconds: null,
  cause: undefined,
  ...details,
  kind,
  text,
})

export const failureOf = ({ kind, text, ...details }: Trouble): SourceFailure => new SourceFailure(kind, text, details)

const CHECK_ADDRESS = 'Check the address: it is NAME.freshservice.com, and a domain of your own does not serve the API.'
const LATER = 'It is tried again with the next poll.'

/** A status that is not a success; null when the answer may be read. */
export function troubleOfStatus(reply: HttpReply, host: string, now: number): Trouble | null {
  const { status } = reply
  if (status >= 200 && status < 300) return null
  if (status === 429) return usedUp(retryAfterSeconds(reply, now))
  if (status >= 500 || status === 408)
    return trouble('transient', `Freshservice has trouble of its own (${status}).`, {
      again: true,
      remedy: LATER,
      retryAfterSeconds: retryAfterSeconds(reply, now),
    })
  return ofRefusal(reply, host)
}

function ofRefusal(reply: HttpReply, host: string): Trouble {
  if (reply.status === 401)
    return trouble('auth', 'Freshservice does not accept the API key.', {
      remedy: 'Copy it again, whole, from your profile settings in Freshservice.',
    })
  if (reply.status === 403)
    return trouble('forbidden', 'The API key may not read this.', {
      remedy: 'Use the key of an agent who may see it; a key may do what its agent may do.',
    })
  if (reply.status === 404)
    // Freshservice says nothing of its own in a page, so that page is somebody else's.
    return isPage(reply.text)
      ? trouble('permanent', `There is no Freshservice API at ${host}.`, { remedy: CHECK_ADDRESS })
      : trouble('not-found', `${host} does not have this.`, { remedy: CHECK_ADDRESS })
  return trouble('permanent', `Freshservice did not understand the request (${reply.status})${complaints(reply)}.`)
}

const usedUp = (seconds: number | null): Trouble =>
  trouble('rate-limited', 'The account has used up what it may ask in a minute.', {
    again: true,
    retryAfterSeconds: seconds ?? 30,
    remedy: `Wait ${seconds ?? 30} seconds, or poll less often; other programs use the same allowance.`,
  })

const complaint = z.looseObject({
  errors: z.array(z.looseObject({ field: z.string().catch(''), message: z.string().catch('') })),
})

function complaints({ text }: HttpReply): string {
  try {
    const { errors } = complaint.parse(JSON.parse(text))
    return `: ${errors.map(({ field, message }) => `${field} ${message}`.trim()).join('; ')}`.slice(0, 200)
  } catch {
    return ''
  }
}

/** A success whose body is not what was asked for; it may have been cut on the way. */
export function troubleOfBody({ text }: HttpReply, host: string): Trouble {
  if (isPage(text))
    return trouble('transient', `${host} answers with a web page instead of data.`, {
      again: true,
      remedy: `${CHECK_ADDRESS} A proxy or a sign-in page in between does this too.`,
    })
  const what = text.trim() === '' ? 'an empty answer' : 'an answer that is cut off or garbled'
  return trouble('transient', `Freshservice sent ${what}.`, { again: true, remedy: LATER })
}

const isPage = (text: string): boolean => /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text)

const REMEDIES: Readonly<Record<string, string>> = {
  name: 'Check the spelling of the address, and that this machine can look names up.',
  refused: 'Check the address, and that no firewall is in between.',
  unreachable: 'Check the network of this machine.',
  certificate: 'Check the date of this machine, and whether a proxy in between shows a certificate of its own.',
}

/** A request that got no whole answer. */
export function troubleOfError(error: unknown): Trouble {
  if (!(error instanceof HttpFailure)) throw error

  const { kind, reason, message } = error
  // The failure's own cause holds no header, so the key is not in it.
  if (kind === 'timeout') return trouble('transient', message, { again: true, remedy: LATER, cause: error })
  if (kind !== 'network') return trouble('permanent', message, { remedy: CHECK_ADDRESS, cause: error })
  const again = reason !== 'certificate'
  return trouble('transient', message, { again, remedy: REMEDIES[reason ?? ''] ?? LATER, cause: error })
}
