import type { RequestHandler } from 'express'
import type { Config } from '#config/config.ts'
import { can, type Permission } from '#domain/access.ts'
import { AppError, forbidden, notFound } from '#lib/errors.ts'
import { rememberReturn } from './return-to.ts'

export type Guard = RequestHandler & { readonly permission: Permission | 'public' }

/** Names what a route asks for; without it a route does not pass the house test. */
export function allow(permission: Permission | 'public'): Guard {
  const guard: RequestHandler = (request, response, next) => {
    if (permission === 'public') return next()
    if (request.actor) return next(can(request.actor.role, permission) ? undefined : forbidden())
    if (request.method !== 'GET') return next(new AppError('unauthenticated', 'Sign in first.'))
    rememberReturn(request, response)
    response.redirect(303, '/sign-in')
  }
  return Object.assign(guard, { permission })
}

/** Doors that only a desk with accounts has; elsewhere they are not found. */
export const withAccounts =
  (config: () => Config): RequestHandler =>
  (_request, _response, next) =>
    next(config().access.signIn ? undefined : notFound('page'))
