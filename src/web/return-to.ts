import type { Request, Response } from 'express'
import { localPath } from '#lib/local-path.ts'
import { cookieOf } from './cookies.ts'

const NAME = 'next'
const LONGEST = 1500
const PATIENCE_MS = 3_600_000

const options = ({ secure }: Request) => ({ httpOnly: true, sameSite: 'lax', secure, path: '/' }) as const

/** Keeps the page a stranger asked for until they are signed in; in their browser, so that asking costs us nothing. */
export function rememberReturn(request: Request, response: Response): void {
  const { originalUrl } = request
  if (originalUrl.length > LONGEST) return
  response.cookie(NAME, originalUrl, { ...options(request), maxAge: PATIENCE_MS })
}

/** The page that was asked for; '' for none. What is no page of ours is none. */
export function returnOf(request: Request): string {
  const kept = cookieOf(request, NAME) ?? ''
  return kept !== '' && localPath(kept) === kept ? kept : ''
}

export const forgetReturn = (request: Request, response: Response): void => {
  if (cookieOf(request, NAME) !== null) response.clearCookie(NAME, options(request))
}
