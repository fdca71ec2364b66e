import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler, Response } from 'express'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Config } from '#config/config.ts'
import { AppError } from '#lib/errors.ts'
import { cookieOf } from './cookies.ts'

const { csrfSynchronisedProtection, generateToken, invalidCsrfTokenError } = csrfSync({
  // Bytes: nobody guesses 256 bits, and every form of every page carries them.
  size: 32,
  getTokenFromRequest: (request) => tokenIn(request) ?? undefined,
})

function tokenIn(request: Request): string | null {
  const body = request.body as { _csrf?: unknown } | undefined
  const token = request.headers['x-csrf-token'] ?? body?._csrf
  return typeof token === 'string' ? token : null
}

/** The token a form of this session carries; that of a stranger's form is kept in their browser, so that it costs us no session. */
export const csrfToken = (request: Request, { secret }: Pick<Config, 'secret'>): string =>
  isStranger(request) ? strangerToken(request, secret) : generateToken(request)

const isStranger = ({ actor, session }: Request): boolean =>
  actor === undefined && Object.keys(session).every((key) => key === 'cookie')

const MARK = 'stranger.'
const nameOver = (secure: boolean) => (secure ? '__Host-form' : 'form')
const NONCE = /^[\w-]{22,64}$/

function strangerToken(request: Request, secret: string): string {
  const kept = cookieOf(request, nameOver(request.secure))
  const nonce = kept !== null && NONCE.test(kept) ? kept : randomBytes(24).toString('base64url')
  if (nonce !== kept && request.res && !request.res.headersSent) keepNonce(request.res, nonce)
  return signed(nonce, secret)
}

const keepNonce = (response: Response, nonce: string) =>
  response.cookie(nameOver(response.req.secure), nonce, {
    httpOnly: true,
    sameSite: 'lax',
    secure: response.req.secure,
    path: '/',
  })

const signed = (nonce: string, secret: string): string =>
  MARK + createHmac('sha256', secret).update(`csrf ${nonce}`).digest('base64url')

/** Whether a stranger's form carries what belongs to the cookie of their browser. */
function isStrangersOwn(request: Request, secret: string): boolean {
  const [token, nonce] = [tokenIn(request), cookieOf(request, nameOver(request.secure))]
  if (request.actor !== undefined || token === null || nonce === null || !NONCE.test(nonce)) return false
  const [given, right] = [Buffer.from(token), Buffer.from(signed(nonce, secret))]
  return given.length === right.length && timingSafeEqual(given, right)
}

/** Runs after the body was read: the token of a form with files stands in its body. */
export function csrfProtection(config: () => Pick<Config, 'secret'>): RequestHandler {
  return (request, response, next) => {
    if (tokenIn(request)?.startsWith(MARK) === true && isStrangersOwn(request, config().secret)) return next()
    csrfSynchronisedProtection(request, response, (error?: unknown) => {
      if (error === invalidCsrfTokenError)
        return next(
          new AppError(
            'forbidden',
            'This form was open for too long, so nothing was done. Open its page again and send it from there.',
          ),
        )
      next(error)
    })
  }
}
