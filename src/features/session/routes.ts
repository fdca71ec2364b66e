import { Router, type Request, type RequestHandler, type Response } from 'express'
import type { Actor } from '#domain/actor.ts'
import { AppError, forbidden } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { passkeyPlace } from '#features/factors/present.ts'
import { hasFactor } from '#features/factors/queries.ts'
import { sightAtSites } from '#features/sites/queries.ts'
import { ownerId, viewerById } from '#features/people/queries.ts'
import { emptyForm, readForm, refused, type Form, type Values } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { storedId, type SessionStore } from '#web/session-store.ts'
import { returnOf } from '#web/return-to.ts'
import { clearSessionCookie, endSession } from '#web/session.ts'
import { sendPage } from '#web/views.ts'
import type { Viewer } from '#web/request.ts'
import { ownSessionRoutes } from './own/routes.ts'
import type { Doorman } from './passport.ts'
import { isFresh } from './queries.ts'
import { signInForm } from './schema.ts'
import { secondStepRoutes } from './second/routes.ts'
import { admit, noteSignOut, type Proven } from './service.ts'

const SEEN_EVERY_MS = 60_000

/** Puts whoever is here into the request: the signed-in person, or the owner of a desk without accounts. */
export function recognise(desk: Desk): RequestHandler {
  return (request, _response, next) => {
    const viewer = desk.config.access.signIn ? signedIn(desk, request) : owner(desk)
    if (viewer) {
      request.viewer = viewer
      request.actor = actorFor(desk, viewer)
    }
    next()
  }
}

function owner(desk: Desk): Viewer | null {
  const id = ownerId(desk)
  return id === null ? null : viewerById(desk, id)
}

function signedIn(desk: Desk, request: Request): Viewer | null {
  const { id } = (request.user ?? {}) as { id?: number }
  if (id === undefined) return null
  const viewer = viewerById(desk, id)
  if (viewer?.sessionEpoch !== (request.session.epoch ?? 0) || !isFresh(desk, request.session)) return null

  const now = desk.clock.now()
  if (now - (request.session.seen ?? request.session.since ?? 0) > SEEN_EVERY_MS) request.session.seen = now
  const duty = dutyOf(desk, viewer, request)
  if (duty !== null) request.duty = duty
  return viewer
}

type Known = Viewer & { readonly mustChangePassword: boolean }

/** A password somebody else has chosen is changed first; a factor the config asks for is set up next. */
function dutyOf(desk: Desk, { personId, role, mustChangePassword }: Known, { session }: Request): string | null {
  if (mustChangePassword && session.how === 'password') return '/me/password'
  const wanted = desk.config.access.secondFactor === 'staff' && role !== 'client'
  return wanted && !hasFactor(desk, personId) ? '/me/security' : null
}

/** Until a duty is done, every page leads to it. */
export const dutyFirst: RequestHandler = ({ duty, method, path }, response, next) => {
  if (duty === undefined || path === '/sign-out' || path === duty || path.startsWith(`${duty}/`)) return next()
  if (method === 'GET') return response.redirect(303, duty)
  next(forbidden(DUTIES[duty]))
}

const DUTIES: Readonly<Record<string, string>> = {
  '/me/password': 'Choose a new password first.',
  '/me/security': 'Set up a second factor first.',
}

function actorFor(desk: Desk, { personId, name, role, zone }: Viewer): Actor {
  const sees =
    role === 'client' ? 'own' : role === 'admin' || desk.config.access.agentsSee === 'all' ? 'all' : 'assigned'
  return { personId, name, role, zone, sees, sites: sightAtSites(desk, { personId, role }) }
}

export function sessionRoutes(desk: Desk, { passport, store }: { passport: Doorman; store: SessionStore }): Router {
  const router = Router()
  const show = (request: Request, response: Response, { form = emptyForm, next }: { form?: Form; next: string }) => {
    const { oidc } = desk.config.access
    sendPage(response, 'sign-in', {
      form: { ...form, values: { ...form.values, password: '' } },
      next,
      provider: oidc === null ? null : oidc.label,
      passkeys: 'rpId' in passkeyPlace(desk.config, request),
    })
  }

  router.get('/sign-in', allow('public'), (request, response) => {
    if (request.actor) return response.redirect(303, '/')
    show(request, response, { next: returnOf(request) })
  })

  router.post('/sign-in', allow('public'), (request, response, next) => {
    const form = readForm(signInForm, request.body)
    const again = (errors: Values, status = 422) =>
      show(request, response.status(status), { form: refused(form.values, errors), next: form.values.next ?? '' })
    if (!form.ok) return again(form.errors)

    const answered = (error: unknown, person: Express.User | false | null | undefined) => {
      if (error instanceof AppError && error.kind === 'too-many') return again({ '': error.message }, error.status)
      if (error) return next(error)
      if (!person) return again({ email: 'This mail address and password do not go together.' })
      const { id: personId, epoch } = person as Proven
      const { remember, next: wanted } = form.value
      admit(desk, request, { personId, epoch, how: 'password', remember, next: wanted }).then(
        (path) => response.redirect(303, path),
        next,
      )
    }
    ;(passport.authenticate('local', answered) as RequestHandler)(request, response, next)
  })

  router.post('/sign-out', allow('public'), async (request, response) => {
    if (request.actor) await noteSignOut(desk, request.actor, addressOf(request))
    await desk.bus.emit('sessions.ended', {
      personId: request.actor?.personId ?? 0,
      session: storedId(request.sessionID),
    })
    await endSession(request)
    clearSessionCookie(request, response)
    response.set('Clear-Site-Data', '"cache", "storage"').redirect(303, '/sign-in')
  })

  router.use(secondStepRoutes(desk))
  router.use(ownSessionRoutes(desk, store))
  return router
}
