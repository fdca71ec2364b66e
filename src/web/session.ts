import type { RequestHandler } from 'express'
import session, { type Store } from 'express-session'
import type { Config } from '#config/config.ts'

const THIRTY_DAYS_MS = 30 * 86_400_000

/** The session cookie; its name says nothing, its id is random and renewed at sign-in. */
export function sessions(config: Config, store: Store): RequestHandler {
  return session({
    name: 'sid',
    secret: config.secret,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    unset: 'destroy',
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: false,
      maxAge: THIRTY_DAYS_MS,
    },
  })
}
