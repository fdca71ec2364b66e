import { z } from 'zod'
import type { Window } from '#domain/freshservice-paging.ts'
import type { HttpReply } from '#lib/http-client.ts'

/** A whole answer that says what was asked for. */
export type Answer<Body> = {
  readonly body: Body
  /** Where the `Link` header says that the list goes on. */
  readonly next: Window | null
  /** By the server's clock. */
  readonly dateAt: number | null
}

const LINK = /<([^<>]*)>\s*;[^,]*\brel\s*=\s*"?next\b/i

/** Only numbers are taken out of the link: a host in it would be sent the key. */
export function nextOf({ headers }: HttpReply, asked: Window): Window | null {
  const [, target = ''] = LINK.exec(headers.get('link') ?? '') ?? []
  if (target === '') return null

  const query = new URLSearchParams(target.split('?')[1] ?? '')
  const number = (name: string, otherwise: number) => {
    const read = z.coerce.number().int().positive().safeParse(query.get(name))
    return read.success ? read.data : otherwise
  }
  return { page: number('page', asked.page + 1), perPage: number('per_page', asked.perPage) }
}

export const dateOf = ({ headers }: HttpReply): number | null => instantOrNull(headers.get('date'))

/** `Retry-After`, which is a number of seconds or a date by the server's clock; null when it says nothing. */
export function retryAfterSeconds(reply: HttpReply, now: number): number | null {
  const written = reply.headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(written)) return Number(written)

  const at = instantOrNull(written)
  return at === null ? null : Math.max(0, Math.ceil((at - (dateOf(reply) ?? now)) / 1000))
}

function instantOrNull(written: string | null): number | null {
  const at = Date.parse(written ?? '')
  return Number.isNaN(at) ? null : at
}
