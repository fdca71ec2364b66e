import { Router } from 'express'
import { audit } from '#features/audit/service.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import type { Desk } from '#src/desk.ts'
import { dateOf } from '#lib/zones.ts'
import { sendDownload } from '#web/download.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { anonymiseRoutes } from './anonymise/routes.ts'
import { editRoutes } from './edit/routes.ts'
import { peopleCsv, storedAbout } from './export/queries.ts'
import { importRoutes } from './import/routes.ts'
import { presentPeople } from './list/present.ts'
import { countPeople, listedPeople } from './list/queries.ts'
import { peopleQuery } from './list/schema.ts'
import { mergeRoutes } from './merge/routes.ts'
import { showRoutes } from './show/routes.ts'
import { shownPerson } from './show/queries.ts'

const PAGE_SIZE = 50

export function peopleRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('people.edit')

  router.get('/people', may, (request, response) => {
    const query = peopleQuery.parse(request.query)
    const people = listedPeople(desk, query, PAGE_SIZE + 1)
    sendPage(
      response,
      'people/list',
      presentPeople(query, {
        people,
        total: countPeople(desk, query),
        size: PAGE_SIZE,
        fields: fieldsFor(desk, actorOf(request), 'person'),
      }),
    )
  })

  router.get('/people/export', may, async (request, response) => {
    const { zone, ...actor } = actorOf(request)
    await audit(desk, { actor, action: 'people.exported', subject: 'Everybody', address: addressOf(request) })
    const name = `people-${dateOf(desk.clock.now(), zone)}.csv`
    await sendDownload(response, peopleCsv(desk, actor), { name, type: 'text/csv' })
  })

  router.get('/people/:id/export', may, async (request, response) => {
    const { id, name } = shownPerson(desk, idOf(request))
    await audit(desk, {
      actor: actorOf(request),
      action: 'people.exported',
      subject: `Person ${id}, ${name}`,
      address: addressOf(request),
    })
    await sendDownload(response, storedAbout(desk, id), { name: `person-${id}.json`, type: 'application/json' })
  })

  router.use(importRoutes(desk))
  router.use(editRoutes(desk))
  router.use(mergeRoutes(desk))
  router.use(anonymiseRoutes(desk))
  router.use(showRoutes(desk))
  return router
}
