import compression from 'compression'
import express, { type Express, type RequestHandler } from 'express'
import { randomUUID } from 'node:crypto'
import type { Desk } from '#src/desk.ts'
import { actionRoutes } from '#features/actions/routes.ts'
import { appearanceRoutes } from '#features/appearance/routes.ts'
import { auditRoutes } from '#features/audit/routes.ts'
import { boardRoutes } from '#features/board/routes.ts'
import { draftRoutes } from '#features/drafts/routes.ts'
import { bulkRoutes } from '#features/bulk/routes.ts'
import { csvRoutes } from '#features/exports/csv/routes.ts'
import { factorRoutes } from '#features/factors/routes.ts'
import { fieldRoutes } from '#features/fields/routes.ts'
import { findRoutes } from '#features/find/routes.ts'
import { FlagKeeper } from '#features/flag/keeper.ts'
import { flagRoutes } from '#features/flag/routes.ts'
import { frameRoutes } from '#features/frame/routes.ts'
import { healthRoutes } from '#features/health/routes.ts'
import type { LiveHub } from '#features/live/hub.ts'
import { liveRoutes } from '#features/live/routes.ts'
import { mailSettingsRoutes } from '#features/mail/settings/routes.ts'
import { mergeRoutes } from '#features/merge/routes.ts'
import { placeRoutes } from '#features/places/routes.ts'
import { oidcRoutes } from '#features/oidc/routes.ts'
import { oidcSettingsRoutes } from '#features/oidc/settings/routes.ts'
import { passwordRoutes } from '#features/passwords/routes.ts'
import { peopleRoutes } from '#features/people/routes.ts'
import { presenceRoutes } from '#features/presence/routes.ts'
import { profileRoutes } from '#features/profile/routes.ts'
import { portalRoutes } from '#features/portal/routes.ts'
import { ratingRoutes } from '#features/ratings/routes.ts'
import { recurrenceRoutes } from '#features/recurrences/routes.ts'
import { relationRoutes } from '#features/relations/routes.ts'
import { openPassport } from '#features/session/passport.ts'
import { dutyFirst, recognise, sessionRoutes } from '#features/session/routes.ts'
import { settingsRoutes } from '#features/settings/routes.ts'
import { setupFirst, setupRoutes } from '#features/setup/routes.ts'
import { isOpenShare } from '#features/shares/queries.ts'
import { shareRoutes } from '#features/shares/routes.ts'
import { sourceSettingsRoutes } from '#features/sources/settings/routes.ts'
import { splitRoutes } from '#features/split/routes.ts'
import { undoRoutes } from '#features/undo/routes.ts'
import { themeRoutes } from '#features/theme/routes.ts'
import { templateRoutes } from '#features/templates/routes.ts'
import { tellUnsent } from '#features/tickets/held/routes.ts'
import { ticketRoutes, ticketsBeside } from '#features/tickets/routes.ts'
import { viewRoutes } from '#features/views/routes.ts'
import { assetRoutes } from '#web/assets.ts'
import { csrfProtection } from '#web/csrf.ts'
import { errorPage, unknownPage } from '#web/errors.ts'
import { trustedProxies } from '#web/proxies.ts'
import { knownHost, knownMethod, sameOrigin, securityHeaders } from '#web/security.ts'
import type { SessionStore } from '#web/session-store.ts'
import { sessions } from '#web/session.ts'
import { receiveUploads } from '#web/uploads.ts'
import { openViews } from '#web/views.ts'

export type Parts = {
  readonly desk: Desk
  readonly store: SessionStore
  readonly hub: LiveHub
  /** Asked for on the first run where others could reach the page. */
  readonly setupCode: string | null
  readonly dev: boolean
  /** Started and stopped by the server; one that was never started draws the flag, but looks for no device. */
  readonly flag?: FlagKeeper
}

/** The whole path of a request, from top to bottom. */
export function createApp({ desk, store, hub, setupCode, dev, flag = new FlagKeeper(desk) }: Parts): Express {
  const app = express()
  const passport = openPassport(desk)
  app.disable('x-powered-by').set('etag', false).set('query parser', 'simple')
  app.set(
    'trust proxy',
    trustedProxies(() => desk.config),
  )
  app.locals.render = openViews(desk.root, dev).render

  app.use((request, _response, next) => {
    request.id = randomUUID()
    next()
  })
  app.use(securityHeaders(() => desk.config))
  app.use(knownMethod)
  app.use(healthRoutes(desk))
  app.use(knownHost(() => desk.config))
  app.use(compression({ level: 2, threshold: 1024 }))
  app.use(assetRoutes(desk.root))
  app.use(themeRoutes(desk))
  app.use(sameOrigin())
  app.use(sessions(desk.config, store))
  app.use(passport.initialize() as RequestHandler, passport.session() as RequestHandler)
  app.use(recognise(desk))
  app.use(frameRoutes(desk))
  app.use(tellUnsent(desk))
  app.use(setupFirst(desk))
  app.use(dutyFirst)
  app.use(express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 300 }))
  app.use(receiveUploads(desk, (request) => request.actor !== undefined || isOpenShare(desk, request.path)))
  app.use(csrfProtection(() => desk.config))

  app.use(setupRoutes(desk, setupCode))
  app.use(passwordRoutes(desk))
  app.use(factorRoutes(desk))
  app.use(sessionRoutes(desk, { passport, store }))
  app.use(oidcRoutes(desk))
  app.use(appearanceRoutes(desk))
  app.use(profileRoutes(desk))
  app.use(peopleRoutes(desk))
  app.use(auditRoutes(desk))
  app.use(settingsRoutes(desk))
  app.use(fieldRoutes(desk))
  app.use(sourceSettingsRoutes(desk))
  app.use(mailSettingsRoutes(desk))
  app.use(oidcSettingsRoutes(desk))
  app.use(liveRoutes(desk, hub))
  app.use(portalRoutes(desk))
  app.use(boardRoutes(desk))
  app.use(flagRoutes(desk, flag))
  app.use(placeRoutes(desk))
  app.use(ticketsBeside(desk, hub.presence))
  app.use(mergeRoutes(desk))
  app.use(relationRoutes(desk))
  app.use(splitRoutes(desk))
  app.use(draftRoutes(desk))
  app.use(templateRoutes(desk))
  app.use(recurrenceRoutes(desk))
  app.use(findRoutes(desk))
  app.use(bulkRoutes(desk))
  app.use(csvRoutes(desk))
  app.use(viewRoutes(desk))
  app.use(ticketRoutes(desk))
  app.use(actionRoutes(desk))
  app.use(presenceRoutes(desk, hub.presence))
  app.use(ratingRoutes(desk))
  app.use(shareRoutes(desk))
  app.use(undoRoutes(desk))

  app.use(unknownPage)
  app.use(errorPage(desk.log))
  return app
}
