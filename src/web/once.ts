import { createHash } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Clock } from '#lib/clock.ts'
import { uploadsOf } from './uploads.ts'

const LASTING_MS = 10_000
const MOST_KEPT = 1000

type Sent = { readonly at: number; readonly to: Promise<string | null> }

/**
 * Lets a page's form that was sent twice to the letter, by a second click or a browser that heard no answer, happen once:
 * the second one is led to where the first one was. What was refused may be sent again.
 */
export function sentOnce({ clock }: { readonly clock: Clock }): RequestHandler {
  const known = new Map<string, Sent>()
  return (request, response, next) => {
    const key = keyOf(request)
    if (key === null) return next()
    const [now, earlier] = [clock.now(), known.get(key)]
    if (earlier && now - earlier.at < LASTING_MS) {
      void earlier.to.then((place) => (place === null ? next() : response.redirect(303, place)))
      return
    }
    const to = new Promise<string | null>((resolve) => {
      response.once('close', () => resolve(response.statusCode === 303 ? String(response.getHeader('location')) : null))
    })
    for (const old of [...known.keys()].slice(0, known.size - MOST_KEPT)) known.delete(old)
    known.delete(key)
    known.set(key, { at: now, to })
    void to.then((place) => place === null && known.get(key)?.to === to && known.delete(key))
    next()
  }
}

/** Null for what comes from no page: those name the draft that their form is. */
function keyOf(request: Request): string | null {
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>
  if (typeof body.draft !== 'string') return null
  const files = uploadsOf(request).map(({ name, sha256 }) => [name, sha256])
  const whole = [request.sessionID, request.viewer?.personId ?? null, request.originalUrl, body, files]
  return createHash('sha256').update(JSON.stringify(whole)).digest('base64')
}
