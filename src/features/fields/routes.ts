import { Router, type Request, type Response } from 'express'
import type { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { sendPage } from '#web/views.ts'
import { FIELD_CHOICES, fieldValues, presentField, presentGroups } from './present.ts'
import { allFields, usesOfFields } from './queries.ts'
import { fieldForm, moveForm, newFieldForm, purgeForm } from './schema.ts'
import { changeField, createField, fieldById, moveField, purgeField, removeField, type Leftover } from './service.ts'

const LIST = '/settings/fields'
const NEW: Form = { ...emptyForm, values: { entity: 'ticket', type: 'text', visibleTo: 'client', editableBy: 'agent' } }

export function fieldRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('settings.edit')
  const from = (request: Request) => ({ address: addressOf(request) })

  router.get(LIST, may, (_request, response) => showAll(response, NEW))

  router.post(LIST, may, (request, response) =>
    save(request, response, {
      schema: newFieldForm,
      act: async ({ entity, form }) => {
        await createField(desk, actorOf(request), { entity, form, ...from(request) })
        return 'Saved. The forms show it at once.'
      },
      again: (form) => showAll(response.status(422), form),
    }),
  )

  router.get(`${LIST}/:id`, may, (request, response) => showOne(request, response, {}))

  router.post(`${LIST}/:id`, may, (request, response) =>
    save(request, response, {
      schema: fieldForm,
      act: async (form) =>
        saidOf(await changeField(desk, actorOf(request), { id: idOf(request), form, ...from(request) })),
      again: (form) => showOne(request, response.status(422), { form }),
    }),
  )

  router.post(`${LIST}/:id/move`, may, async (request, response) => {
    const form = readForm(moveForm, request.body)
    if (!form.ok) throw new AppError('malformed', 'Say up or down.')
    await moveField(desk, actorOf(request), { id: idOf(request), ...form.value, ...from(request) })
    response.redirect(303, LIST)
  })

  router.post(`${LIST}/:id/removal`, may, async (request, response) => {
    await removeField(desk, actorOf(request), { id: idOf(request), removed: true, ...from(request) })
    flash(request, 'ok', 'Removed. Its values are kept until it is purged.')
    response.redirect(303, LIST)
  })

  router.post(`${LIST}/:id/return`, may, async (request, response) => {
    await removeField(desk, actorOf(request), { id: idOf(request), removed: false, ...from(request) })
    flash(request, 'ok', 'It is back, with the values it had.')
    response.redirect(303, LIST)
  })

  router.post(`${LIST}/:id/purge`, may, (request, response) =>
    save(request, response, {
      schema: purgeForm,
      act: async ({ name }) => {
        await purgeField(desk, actorOf(request), { id: idOf(request), name, ...from(request) })
        return 'Purged, with all its values.'
      },
      again: (purge) => showOne(request, response.status(422), { purge }),
    }),
  )

  return router

  function showAll(response: Response, form: Form): void {
    const uses = usesOfFields(desk)
    const fields = allFields(desk).map((field) => presentField(field, uses))
    sendPage(response, 'settings/fields', {
      groups: presentGroups(fields.filter(({ removed }) => !removed)),
      removed: fields.filter(({ removed }) => removed),
      form,
      choices: FIELD_CHOICES,
    })
  }

  function showOne(request: Request, response: Response, { form, purge = emptyForm }: { form?: Form; purge?: Form }) {
    const field = fieldById(desk, idOf(request))
    sendPage(response, 'settings/field', {
      field: presentField(field, usesOfFields(desk)),
      form: form ?? { values: fieldValues(field), errors: {} },
      purge,
      choices: FIELD_CHOICES,
    })
  }
}

function saidOf(leftovers: readonly Leftover[]): string {
  const held = leftovers.map(({ option, count }) => `“${option}” (${count.toLocaleString('en')})`)
  return held.length === 0
    ? 'Saved.'
    : `Saved. These are not offered any more, but what holds them keeps them: ${held.join(', ')}.`
}

type Save<Value> = {
  readonly schema: z.ZodType<Value>
  /** Answers what to say. */
  readonly act: (value: Value) => Promise<string>
  readonly again: (form: Form) => void
}

async function save<Value>(request: Request, response: Response, { schema, act, again }: Save<Value>): Promise<void> {
  const form = readForm(schema, request.body)
  if (!form.ok) return again(form)
  try {
    flash(request, 'ok', await act(form.value))
    response.redirect(303, LIST)
  } catch (error) {
    if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
    again(refused(form.values, error.fields))
  }
}
