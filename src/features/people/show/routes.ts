import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { likelyTwins } from '#features/people/merge/queries.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { presentPerson } from './present.ts'
import { shownPerson, sitesOfPerson } from './queries.ts'

export function showRoutes(desk: Desk): Router {
  const router = Router()

  router.get('/people/:id', allow('people.edit'), (request, response) => {
    const person = shownPerson(desk, idOf(request))
    // Merged for good, so the old address leads on for ever.
    if (person.mergedIntoId !== null) return response.redirect(301, `/people/${person.mergedIntoId}`)
    const { zone, personId: me } = actorOf(request)
    const { signIn } = desk.config.access
    sendPage(response, 'people/show', {
      ...presentPerson(person, sitesOfPerson(desk, person.id), { zone, now: desk.clock.now(), me, signIn }),
      twins: person.anonymisedAt === null ? likelyTwins(desk, person) : [],
    })
  })

  return router
}
