import type { Request, RequestHandler, Response } from 'express'
import session, { type Store } from 'express-session'
import type { Config } from '#config/config.ts'
import { addressOf } from './proxies.ts'
import type { Proof } from './request.ts'
import { forgetReturn } from './return-to.ts'

const THIRTY_DAYS_MS = 30 * 86_400_000
const LONGEST_AGENT = 300

const nameOver = (secure: boolean) => (secure ? '__Host-sid' : 'sid')

/** The session cookie; its name says nothing, its id is random and renewed at sign-in, and over HTTPS it stays there. */
export function sessions(config: Config, store: Store): RequestHandler {
  const plain = sessionNamed(nameOver(false), config, store)
  const secure = sessionNamed(nameOver(true), config, store)
  return (request, response, next) => (request.secure ? secure : plain)(request, response, next)
}

/** Takes the session cookie back, exactly as it was set. */
export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(nameOver(request.secure), { secure: request.secure })
}

function sessionNamed(name: string, config: Config, store: Store): RequestHandler {
  return session({
    name,
    secret: config.secret,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    unset: 'destroy',
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: 'auto',
      maxAge: THIRTY_DAYS_MS,
    },
  })
}

/** A request that comes with a session. */
export type Visit = Request

export type Entry = {
  readonly personId: number
  readonly epoch: number
  /** When the person signed in. */
  readonly since: number
  readonly remember: boolean
  readonly how: Proof
}

/** Signs somebody in under a new id: one that somebody planted before is worth nothing. */
export async function enterSession(visit: Visit, { personId, ...facts }: Entry): Promise<void> {
  // Passport renews the id.
  await promised((done) => visit.logIn({ id: personId }, done))
  if (visit.res) forgetReturn(visit, visit.res)
  Object.assign(visit.session, facts, whereabouts(visit))
  await saveSession(visit)
}

/** Begins an empty session under a new id. */
export const renewSession = (visit: Visit): Promise<void> => promised((done) => visit.session.regenerate(done))

/** A redirect must wait for this, or the next request may find the session as it was. */
export const saveSession = (visit: Visit): Promise<void> => promised((done) => visit.session.save(done))

export const endSession = (visit: Visit): Promise<void> => promised((done) => visit.session.destroy(done))

const whereabouts = (visit: Visit) => ({
  address: addressOf(visit),
  agent: (visit.headers['user-agent'] ?? '').slice(0, LONGEST_AGENT),
})

const promised = (call: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) =>
    call((error) =>
      error ? reject(error instanceof Error ? error : new Error('The session failed.', { cause: error })) : resolve(),
    ),
  )
