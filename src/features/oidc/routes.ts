import { Router, type Request, type Response } from 'express'
import { AppError, messageOf, notFound } from '#lib/errors.ts'
import { placeOf } from '#lib/networks.ts'
import { throttle, waitWords } from '#lib/throttle.ts'
import type { Oidc } from '#config/oidc.ts'
import type { Desk } from '#src/desk.ts'
import { epochOf } from '#features/session/queries.ts'
import { admit } from '#features/session/service.ts'
import { allow } from '#web/guard.ts'
import { originOf } from '#web/origin.ts'
import { addressOf } from '#web/proxies.ts'
import { flash } from '#web/request.ts'
import { returnOf } from '#web/return-to.ts'
import { saveSession } from '#web/session.ts'
import { openProvider } from './provider.ts'
import { personFor, refuseAnswer } from './service.ts'

const RETURN = '/sign-in/provider/return'
const PATIENCE_MS = 10 * 60_000

/** Signing in through somebody else's door. */
export function oidcRoutes(desk: Desk): Router {
  const router = Router()
  const provider = openProvider()
  const tries = throttle({ free: 30, longestMs: 60_000, forgetMs: 15 * 60_000 })

  router.get('/sign-in/provider', allow('public'), async (request, response) => {
    const oidc = settings()
    if (request.actor) return response.redirect(303, '/')
    try {
      const { url, journey } = await provider.leave(oidc, `${originOf(desk.config, request)}${RETURN}`)
      request.session.oidc = { ...journey, next: returnOf(request), at: desk.clock.now() }
      await saveSession(request)
      response.redirect(303, url)
    } catch (error) {
      desk.log.warn({ reason: messageOf(error) }, 'The provider of OpenID Connect could not be asked')
      back(request, response, 'The sign-in service does not answer. Try again later, or sign in another way.')
    }
  })

  router.get(RETURN, allow('public'), async (request, response) => {
    const oidc = settings()
    const { oidc: journey } = request.session
    delete request.session.oidc
    if (!journey || desk.clock.now() - journey.at > PATIENCE_MS)
      return back(request, response, 'That took too long. Sign in again.')
    const wait = tries.wait(placeOf(addressOf(request)), desk.clock.now())
    if (wait > 0) throw new AppError('too-many', `That was wrong too often. Try again in ${waitWords(wait)}.`)

    const here = new URL(request.originalUrl, originOf(desk.config, request))
    const claims = await provider.welcome(oidc, here, journey).catch((error: unknown) => {
      desk.log.warn({ reason: messageOf(error) }, 'An answer of the provider of OpenID Connect was refused')
      return null
    })
    if (!claims) {
      tries.count(placeOf(addressOf(request)), desk.clock.now())
      await refuseAnswer(desk, addressOf(request))
      return back(request, response, 'The sign-in service did not confirm who you are. Try again.')
    }
    const personId = await personFor(desk, claims, addressOf(request))
    if (personId === null)
      return back(request, response, 'Nobody here has that mail address. Ask an admin for an account.')
    const admission = { personId, epoch: epochOf(desk, personId), how: 'oidc' as const, remember: false }
    response.redirect(303, await admit(desk, request, { ...admission, next: journey.next }))
  })

  return router

  function settings(): Oidc {
    const { oidc, signIn } = desk.config.access
    if (oidc === null || !signIn) throw notFound('page')
    return oidc
  }
}

function back(request: Request, response: Response, words: string): void {
  flash(request, 'wrong', words)
  response.redirect(303, '/sign-in')
}
