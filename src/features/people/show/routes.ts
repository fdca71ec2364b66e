import { Router } from 'express'
import type { Desk } from '#src/desk.ts'
import { fieldsFor, shownTexts } from '#features/fields/queries.ts'
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
    const actor = actorOf(request)
    const { zone, personId: me } = actor
    const fields = fieldsFor(desk, actor, 'person')
    const around = {
      sites: sitesOfPerson(desk, person.id),
      fields,
      texts: shownTexts(desk, fields, { entity: 'person', id: person.id }),
    }
    const { signIn } = desk.config.access
    sendPage(response, 'people/show', {
      ...presentPerson(person, around, { zone, now: desk.clock.now(), me, signIn }),
      twins: person.anonymisedAt === null ? likelyTwins(desk, person) : [],
    })
  })

  return router
}
