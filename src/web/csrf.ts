import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import { AppError } from '#lib/errors.ts'

const { csrfSynchronisedProtection, generateToken, invalidCsrfTokenError } = csrfSync({
  getTokenFromRequest: (request) => {
    const body = request.body as { _csrf?: unknown } | undefined
    const token = request.headers['x-csrf-token'] ?? body?._csrf
    return typeof token === 'string' ? token : undefined
  },
})

/** The token a form of this session carries. */
export const csrfToken = (request: Request): string => generateToken(request)

/** Runs after the body was read: the token of a form with files stands in its body. */
export function csrfProtection(): RequestHandler {
  return (request, response, next) => {
    csrfSynchronisedProtection(request, response, (error?: unknown) => {
      if (error === invalidCsrfTokenError)
        return next(
          new AppError(
            'forbidden',
            'This form was open for too long. Go back, reload the page and send it again; what you typed is still in it.',
          ),
        )
      next(error)
    })
  }
}
