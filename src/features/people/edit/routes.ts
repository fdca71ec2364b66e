import { Router, type Request, type Response } from 'express'
import { ROLES, ROLE_WORDS } from '#domain/roles.ts'
import { beginTexts, defaultTexts } from '#domain/field-values.ts'
import { AppError } from '#lib/errors.ts'
import { without } from '#lib/without.ts'
import { longTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { presentCustom } from '#features/fields/present.ts'
import { fieldsFor, shownTexts, type FieldFor } from '#features/fields/queries.ts'
import { customOf, withCustom } from '#features/fields/schema.ts'
import { makeOneTimeLink } from '#features/passwords/service.ts'
import { nothing, personForm, type PersonForm } from '#features/people/schema.ts'
import { knownPlaces, shownPerson, sitesOfPerson } from '#features/people/show/queries.ts'
import { endSessions } from '#features/session/service.ts'
import { emptyForm, readForm, refused, type Form, type ReadForm } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { createPerson, editPerson, setActive } from './service.ts'

type Door = { readonly request: Request; readonly response: Response }
type Link = { readonly personId: number; readonly purpose: 'invite' | 'reset' }

/** A person written down and changed, let in and shut out. */
export function editRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('people.edit')

  const fieldsOf = (request: Request) => fieldsFor(desk, actorOf(request), 'person').filter(({ editable }) => editable)

  router.get('/people/new', may, (request, response) => {
    const fields = fieldsOf(request)
    const values = { role: 'client', ...defaultTexts(fields) }
    showForm(desk, response, { form: { ...emptyForm, values }, fields, id: null })
  })

  router.post('/people', may, async (request, response) => {
    const { custom, rest } = customOf(request.body)
    const fields = fieldsOf(request)
    const typed = beginTexts(fields, custom)
    const form = withCustom(readForm(personForm, rest), fields, { typed, held: {} })
    await saved(desk, response, { form, fields, id: null }, async ({ invite, ...facts }) => {
      const { id } = await createPerson(desk, actorOf(request), { facts, custom, address: addressOf(request) })
      if (invite === true) return showLink(desk, { request, response }, { personId: id, purpose: 'invite' })
      flash(request, 'ok', `${facts.name} is written down.`)
      response.redirect(303, `/people/${id}`)
    })
  })

  router.get('/people/:id/edit', may, (request, response) => {
    const id = idOf(request)
    const { name, email, role, company, jobTitle, phone } = shownPerson(desk, id)
    const sites = sitesOfPerson(desk, id).map((site) => site.name)
    const values = { name, role, sites: sites.join('; ') }
    const fields = fieldsOf(request)
    const facts = { email: email ?? '', company: company ?? '', jobTitle: jobTitle ?? '', phone: phone ?? '' }
    const form = {
      ...emptyForm,
      values: { ...values, ...facts, ...shownTexts(desk, fields, { entity: 'person', id }) },
    }
    showForm(desk, response, { form, fields, id })
  })

  router.post('/people/:id', may, async (request, response) => {
    const id = idOf(request)
    const { custom, rest } = customOf(request.body)
    const fields = fieldsOf(request)
    const held = shownTexts(desk, fields, { entity: 'person', id })
    const form = withCustom(readForm(personForm, rest), fields, { typed: custom, held })
    await saved(desk, response, { form, fields, id }, async (value) => {
      const facts = without(value, 'invite')
      await editPerson(desk, actorOf(request), { id, facts, custom, address: addressOf(request) })
      flash(request, 'ok', 'Saved.')
      response.redirect(303, `/people/${id}`)
    })
  })

  for (const [path, active] of [
    ['deactivation', false],
    ['activation', true],
  ] as const)
    router.post(`/people/:id/${path}`, may, async (request, response) => {
      const id = idOf(request)
      await setActive(desk, actorOf(request), { id, active, address: addressOf(request) })
      response.redirect(303, `/people/${id}`)
    })

  for (const purpose of ['invite', 'reset'] as const)
    router.post(`/people/:id/${purpose}-link`, may, (request, response) =>
      showLink(desk, { request, response }, { personId: idOf(request), purpose }),
    )

  router.post('/people/:id/sessions-end', may, async (request, response) => {
    readForm(nothing, request.body)
    const { id, name } = shownPerson(desk, idOf(request))
    await endSessions(desk, actorOf(request), id)
    flash(request, 'ok', `${name} is signed out everywhere.`)
    response.redirect(303, `/people/${id}`)
  })

  return router
}

type Shown = { readonly form: Form; readonly fields: readonly FieldFor[]; readonly id: number | null }

function showForm(desk: Desk, response: Response, { form, fields, id }: Shown): void {
  sendPage(response, 'people/form', {
    form,
    custom: presentCustom(fields, form),
    id,
    action: id === null ? '/people' : `/people/${id}`,
    title: id === null ? 'New person' : `Edit ${shownPerson(desk, id).name}`,
    roles: ROLES.map((value) => ({ value, label: ROLE_WORDS[value] })),
    signIn: desk.config.access.signIn,
    places: knownPlaces(desk),
  })
}

type Sent = Omit<Shown, 'form'> & { readonly form: ReadForm<PersonForm> }

/** What a service refuses comes back in the form, as it was typed. */
async function saved(
  desk: Desk,
  response: Response,
  { form, ...shown }: Sent,
  save: (value: PersonForm) => Promise<void>,
): Promise<void> {
  if (!form.ok) return showForm(desk, response.status(422), { form, ...shown })
  try {
    await save(form.value)
  } catch (error) {
    if (!(error instanceof AppError) || !['invalid', 'conflict'].includes(error.kind)) throw error
    const errors = Object.keys(error.fields).length > 0 ? error.fields : { role: error.message }
    showForm(desk, response.status(error.status), { form: refused(form.values, errors), ...shown })
  }
}

/** The link is shown this once: only its hash is kept. */
async function showLink(desk: Desk, { request, response }: Door, { personId, purpose }: Link): Promise<void> {
  const actor = actorOf(request)
  const { url, expiresAt, mailed } = await makeOneTimeLink(desk, actor, { personId, purpose })
  const { name, email } = shownPerson(desk, personId)
  const until = longTime(expiresAt, actor.zone)
  response.set('Cache-Control', 'no-store')
  sendPage(response, 'people/link', {
    person: { id: personId, name, email },
    purpose,
    url,
    until,
    mailed,
  })
}
