import { Router } from 'express'
import { completionsFor, placeAt, type Place } from '#domain/completions.ts'
import type { Actor } from '#domain/actor.ts'
import type { Suggested } from '#domain/found.ts'
import type { Desk } from '#src/desk.ts'
import { presentRows } from '#features/find/present.ts'
import type { ticketFinder } from '#features/find/queries.ts'
import { completionQuery } from '#features/find/schema.ts'
import { allow } from '#web/guard.ts'
import { actorOf } from '#web/request.ts'
import { operatorReader, peopleOffer } from './queries.ts'

const MOST_TICKETS = 5
const MOST_OFFERED = 8
const MOST_OPERATORS = 40
const OF_PEOPLE: readonly string[] = ['requester', 'watcher']

/** How a search may go on from the caret, and the first tickets it finds as it stands. */
export function completionRoutes(desk: Desk, findTickets: ReturnType<typeof ticketFinder>): Router {
  const router = Router()
  const operatorsFor = operatorReader(desk)

  router.get('/find/completions', allow('tickets.list'), (request, response) => {
    const actor = actorOf(request)
    const { q, at, tickets } = completionQuery.parse(request.query)
    const place = placeAt(q, at)
    const offers = place === null ? [] : offersAt(place, q, actor)
    const unfinished = place?.operator !== undefined && place.operator !== null && place.typed === ''
    const found = tickets === 'no' || unfinished ? [] : findTickets(actor, q.trim(), MOST_TICKETS).rows
    response.json({
      q,
      from: place?.from ?? 0,
      to: place?.to ?? 0,
      offers,
      tickets: presentRows(desk, actor, found),
    } satisfies Suggested)
  })

  return router

  function offersAt(place: Place, q: string, actor: Actor) {
    const operators = operatorsFor(actor)
    if (place.operator === null) {
      // After a blank nothing is begun yet; an empty box shows what there is.
      if (place.typed === '') return q.trim() === '' ? completionsFor(place, operators, MOST_OPERATORS) : []
      return completionsFor(place, operators, MOST_OFFERED)
    }
    const offer = operators.find(({ name }) => name === place.operator)
    if (offer === undefined) return []
    const known = OF_PEOPLE.includes(offer.name) ? peopleOffer(desk, actor, { offer, typed: place.typed }) : offer
    return completionsFor(place, [known], MOST_OFFERED)
  }
}
