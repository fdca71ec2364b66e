import type { Request, RequestHandler, Response } from 'express'
import session, { type Store } from 'express-session'
import type { Config } from '#config/config.ts'

const THIRTY_DAYS_MS = 30 * 86_400_000

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
