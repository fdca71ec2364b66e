import { Router } from 'express'
import { ROLE_WORDS } from '#domain/roles.ts'
import { invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { shownPerson } from '#features/people/show/queries.ts'
import { readForm } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { candidates, likelyTwins, whatMoves } from './queries.ts'
import { mergeForm, mergeQuery } from './schema.ts'
import { mergePeople } from './service.ts'

export function mergeRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('people.edit')

  router.get('/people/:id/merge', may, (request, response) => {
    const person = shownPerson(desk, idOf(request))
    if (person.mergedIntoId !== null) return response.redirect(303, `/people/${person.mergedIntoId}`)
    const { q, into } = mergeQuery.parse(request.query)
    const found = q === '' ? likelyTwins(desk, person) : candidates(desk, person.id, q)
    sendPage(response, 'people/merge', {
      person,
      q,
      found: found.map((one) => ({ ...one, href: `/people/${person.id}/merge?into=${one.id}` })),
      into: into === undefined ? null : named(desk, into),
      moves: into === undefined ? [] : whatMoves(desk, person.id),
    })
  })

  router.post('/people/:id/merge', may, async (request, response) => {
    const id = idOf(request)
    const form = readForm(mergeForm, request.body)
    if (!form.ok) throw invalid(form.errors)
    const { into } = form.value
    const { name } = shownPerson(desk, id)
    await mergePeople(desk, actorOf(request), { from: id, into, address: addressOf(request) })
    flash(request, 'ok', `${name} is merged into this person. The old address leads here.`)
    response.redirect(303, `/people/${into}`)
  })

  return router
}

function named(desk: Desk, id: number) {
  const { name, email, role } = shownPerson(desk, id)
  return { id, name, email, role: ROLE_WORDS[role] }
}
