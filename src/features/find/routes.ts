import { Router } from 'express'
import type { Found } from '#domain/found.ts'
import type { Desk } from '#src/desk.ts'
import { searchPeople } from '#features/people/queries.ts'
import { viewsFor } from '#features/views/queries.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { completionRoutes } from './completions/routes.ts'
import { presentFound, searchHref } from './present.ts'
import { ticketFinder, ticketsOf } from './queries.ts'
import { findQuery } from './schema.ts'

const MOST_TICKETS = 8
const MOST_PEOPLE = 5

/** What the palette finds; as a page of links for those without a script. */
export function findRoutes(desk: Desk): Router {
  const router = Router()
  const findTickets = ticketFinder(desk)

  router.get('/find', allow('tickets.list'), (request, response) => {
    const actor = actorOf(request)
    const { q, on, recent } = findQuery.parse(request.query)
    const groups = presentFound(desk, actor, {
      q,
      on,
      tickets: findTickets(actor, q, MOST_TICKETS),
      recent: q === '' ? ticketsOf(desk, actor, recent) : [],
      people: q === '' ? [] : searchPeople(desk, actor, { text: q, most: MOST_PEOPLE }),
      views: viewsFor(desk, actor),
    })
    response.vary('Accept')
    if (request.accepts(['html', 'json']) === 'json') return response.json({ q, groups } satisfies Found)
    sendPage(response, 'find', { q, groups: linked(groups), searchHref: searchHref(q) })
  })

  router.use(completionRoutes(desk, findTickets))
  return router
}

/** A page without a script can only lead somewhere. */
const linked = (groups: ReturnType<typeof presentFound>) =>
  groups
    .map((group) => ({ ...group, items: group.items.filter(({ href }) => href !== undefined) }))
    .filter(({ items }) => items.length > 0)
