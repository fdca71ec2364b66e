import { Router } from 'express'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { forgetUnused } from '#features/attachments/service.ts'
import { shownPerson } from '#features/people/show/queries.ts'
import { emptyForm, readForm, refused } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { anonymiseForm } from './schema.ts'
import { anonymisePerson } from './service.ts'

export function anonymiseRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('people.edit')

  router.get('/people/:id/anonymise', may, (request, response) => {
    const person = shownPerson(desk, idOf(request))
    if (person.mergedIntoId !== null || person.anonymisedAt !== null)
      return response.redirect(303, `/people/${person.mergedIntoId ?? person.id}`)
    sendPage(response, 'people/anonymise', { person, form: emptyForm })
  })

  router.post('/people/:id/anonymise', may, async (request, response) => {
    const person = shownPerson(desk, idOf(request))
    const form = readForm(anonymiseForm, request.body)
    const again = (errors: Readonly<Record<string, string>>, status = 422) =>
      sendPage(response.status(status), 'people/anonymise', { person, form: refused(form.values, errors) })
    if (!form.ok) return again(form.errors)
    try {
      const wish = { id: person.id, typed: form.value.name, address: addressOf(request) }
      const { contents } = await anonymisePerson(desk, actorOf(request), wish)
      forgetUnused(desk, contents)
    } catch (error) {
      if (!(error instanceof AppError) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return again(Object.keys(error.fields).length > 0 ? error.fields : { '': error.message }, error.status)
    }
    flash(request, 'ok', 'Done. Nothing here says any more who this was.')
    response.redirect(303, `/people/${person.id}`)
  })

  return router
}
