import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { AppError, type ErrorKind } from '#lib/errors.ts'
import type { Log } from '#lib/logger.ts'
import { typedIn } from './typed.ts'
import { uploadFailure } from './uploads.ts'
import { sendPage } from './views.ts'

const TITLES: Readonly<Record<ErrorKind, string>> = {
  invalid: 'That did not work',
  malformed: 'That request makes no sense',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  conflict: 'Somebody was quicker',
  'too-large': 'Too large',
  'too-many': 'Too many at once',
  unavailable: 'Not just now',
}

export const unknownPage: RequestHandler = () => {
  throw new AppError('not-found', 'There is no such page. It may have moved, or the address has a slip in it.')
}

/** Foreseen failures in their own words; anything else is a bug: logged whole, shown calmly. */
export function errorPage(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, next) => {
    const failure = foreseen(error)
    if (!failure)
      log.error(
        { error, id: request.id, method: request.method, path: request.path },
        'A request failed in a way nobody foresaw',
      )
    else noteRefusal(log, request, failure)
    if (response.headersSent) return next(error)
    answer(request, response, failure ?? null)
  }
}

/** What a known person was not let to: by the route and the number in it, never by what else was asked or typed. */
function noteRefusal(log: Log, request: Request, { kind, status }: AppError): void {
  const route = (request.route as { path?: unknown } | undefined)?.path
  // An address that nothing stands behind is a slip, not a refusal.
  if (!request.actor || !(kind === 'forbidden' || (kind === 'not-found' && typeof route === 'string'))) return
  const { personId } = request.actor
  const thing = /\/(\d{1,15})(?:\/|$)/.exec(request.path)?.[1]
  const about = thing === undefined ? {} : { thing: Number(thing) }
  const asked = { method: request.method, route: typeof route === 'string' ? route : null }
  log.info({ ...about, id: request.id, status, personId, ...asked }, 'Somebody asked for what they may not have')
}

function answer(request: Request, response: Response, failure: AppError | null): void {
  const status = failure?.status ?? 500
  const text =
    failure?.message ??
    'Something went wrong on our side. Nothing you typed was saved half-way; try again, and if it stays, look for the number below in the log.'
  if (failure?.kind === 'unavailable') response.setHeader('Retry-After', '2')
  response.status(status)
  if (request.accepts(['html', 'json']) === 'json') {
    response.json({
      error: { kind: failure?.kind ?? 'bug', message: text, fields: failure?.fields ?? {}, id: request.id },
    })
    return
  }
  sendPage(response, 'error', {
    status,
    title: failure ? TITLES[failure.kind] : 'That was our mistake',
    text,
    id: request.id,
    back: '/',
    typed: typedIn(request),
  })
}

/** The failures that have words: our own, the database's two expected ones, and those of the parsers before us. */
export function foreseen(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  const upload = uploadFailure(error)
  if (upload) return upload
  if (error instanceof URIError)
    return new AppError('malformed', 'The address holds a percent sign that means nothing.')

  const { code, status, type } = (error ?? {}) as { code?: unknown; status?: unknown; type?: unknown }
  if (code === 'P2025') return new AppError('not-found', 'That is not there any more.')
  if (code === 'P2002') return new AppError('conflict', 'There is one like that already.')
  if (status === 413) return new AppError('too-large', 'That is more than one request may carry.')
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new AppError('malformed', `The request could not be read${typeof type === 'string' ? ` (${type})` : ''}.`)
  if (error instanceof Error && /^(Multipart|Malformed part|Unexpected end of form|Boundary)/i.test(error.message)) {
    return new AppError('malformed', 'The form arrived incomplete. Send it again.')
  }
  return null
}
