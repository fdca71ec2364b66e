import { Router, type Request, type RequestHandler } from 'express'
import type { Actor } from '#domain/actor.ts'
import { localPath } from '#lib/local-path.ts'
import type { Desk } from '#src/desk.ts'
import { sightAtSites } from '#features/sites/queries.ts'
import { ownerId, viewerById } from '#features/people/queries.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { clearSessionCookie } from '#web/session.ts'
import { sendPage } from '#web/views.ts'
import type { Viewer } from '#web/request.ts'
import type { Doorman } from './passport.ts'
import { signInForm } from './schema.ts'

const REMEMBERED_MS = 30 * 86_400_000
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
  return viewer?.sessionEpoch === (request.session.epoch ?? 0) && isFresh(desk, request) ? viewer : null
}

/** A session ends some hours after it began, and sooner when nobody uses it; "stay signed in" lasts for weeks. */
function isFresh({ config, clock }: Desk, request: Request): boolean {
  const { since = 0, seen = since, remember = false } = request.session
  const now = clock.now()
  const { sessionSeconds, idleSeconds } = config.access
  const fresh = remember
    ? now - since < REMEMBERED_MS
    : now - since < sessionSeconds * 1000 && now - seen < idleSeconds * 1000
  if (fresh && now - seen > SEEN_EVERY_MS) request.session.seen = now
  return fresh
}

function actorFor(desk: Desk, { personId, name, role, zone }: Viewer): Actor {
  const sees =
    role === 'client' ? 'own' : role === 'admin' || desk.config.access.agentsSee === 'all' ? 'all' : 'assigned'
  return { personId, name, role, zone, sees, sites: sightAtSites(desk, { personId, role }) }
}

export function sessionRoutes(desk: Desk, passport: Doorman): Router {
  const router = Router()

  router.get('/sign-in', allow('public'), (request, response) => {
    if (request.actor) return response.redirect(303, '/')
    sendPage(response, 'sign-in', { form: emptyForm, next: request.session.returnTo ?? '' })
  })

  router.post('/sign-in', allow('public'), (request, response, next) => {
    const form = readForm(signInForm, request.body)
    const again = (errors: Record<string, string>) =>
      sendPage(response.status(422), 'sign-in', {
        form: { values: { ...form.values, password: '' }, errors },
        next: form.values.next ?? '',
      })
    if (!form.ok) return again(form.errors)

    const answered = (error: unknown, person: Express.User | false | null | undefined) => {
      if (error) return next(error)
      if (!person) return again({ email: 'This mail address and password do not go together.' })
      begin(request, person, form.value.remember).then(() => response.redirect(303, localPath(form.value.next)), next)
    }
    ;(passport.authenticate('local', answered) as RequestHandler)(request, response, next)
  })

  router.post('/sign-out', allow('public'), (request, response, next) => {
    request.session.destroy((error: unknown) => {
      if (error) return next(error)
      clearSessionCookie(request, response)
      response.set('Clear-Site-Data', '"cache", "storage"').redirect(303, '/sign-in')
    })
  })

  return router

  async function begin(request: Request, person: Express.User, remember: boolean): Promise<void> {
    // A new id at sign-in: one that somebody planted before is worth nothing. Passport renews it.
    await new Promise<void>((resolve, reject) =>
      request.logIn(person, (error: unknown) => (error ? reject(asError(error)) : resolve())),
    )
    const { id } = person as { id: number }
    request.session.epoch = viewerById(desk, id)?.sessionEpoch ?? 0
    request.session.since = desk.clock.now()
    request.session.remember = remember
    await new Promise<void>((resolve, reject) =>
      request.session.save((error: unknown) => (error ? reject(asError(error)) : resolve())),
    )
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))
