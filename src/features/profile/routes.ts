import { Router, type Request, type Response } from 'express'
import { pipeline } from 'node:stream/promises'
import { mailKey } from '#domain/typed-person.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import { without } from '#lib/without.ts'
import type { Desk } from '#src/desk.ts'
import { appearanceForm } from '#features/appearance/schema.ts'
import { changeAppearance } from '#features/appearance/service.ts'
import { confirmPassword } from '#features/passwords/service.ts'
import { presentCustom, presentFacts } from '#features/fields/present.ts'
import { customOf, withCustom } from '#features/fields/schema.ts'
import { editOwnFields, renameSelf } from '#features/people/edit/service.ts'
import { nothing } from '#features/people/schema.ts'
import { emptyForm, readForm, refused, type Form } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash, idOf } from '#web/request.ts'
import { uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { presentProfile } from './present.ts'
import { ownFields, pictureOf, profileOf } from './queries.ts'
import { namesForm, noticesForm } from './schema.ts'
import { chooseNotices, removePicture, setPicture } from './service.ts'

/** Each form of the page by its name, as far as it differs from what is stored. */
type Forms = { readonly names?: Form; readonly form?: Form; readonly pictureForm?: Form; readonly customForm?: Form }

export function profileRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('live.see')
  const zones = Intl.supportedValuesOf('timeZone')

  router.get('/me', may, (request, response) => show(request, response, {}))

  router.post('/me', may, async (request, response) => {
    const form = readForm(appearanceForm, request.body)
    if (!form.ok) return show(request, response.status(422), { form })
    await changeAppearance(desk, actorOf(request), form.value)
    saved(request, response)
  })

  router.post('/me/profile', may, async (request, response) => {
    const form = readForm(namesForm, request.body)
    if (!form.ok) return show(request, response.status(422), { names: form })
    await orAgain(
      async () => {
        const { name, email, current } = form.value
        const actor = actorOf(request)
        const held = profileOf(desk, actor.personId ?? 0).email
        // Whoever finds an open window must not take the account along.
        if (keyOf(held) !== keyOf(email)) await confirmPassword(desk, actor, current)
        await renameSelf(desk, actor, { name, email, address: addressOf(request) })
        saved(request, response)
      },
      (errors) => {
        show(request, response.status(422), { names: refused(without(form.values, 'current'), errors) })
      },
    )
  })

  router.post('/me/fields', may, async (request, response) => {
    const { custom } = customOf(request.body)
    const { fields, held } = ownFields(desk, actorOf(request))
    const form = withCustom({ ok: true, value: {}, values: held, errors: {} }, fields, { typed: custom, held })
    if (!form.ok) return show(request, response.status(422), { customForm: form })
    await editOwnFields(desk, actorOf(request), { custom, address: addressOf(request) })
    saved(request, response)
  })

  router.post('/me/notifications', may, async (request, response) => {
    const form = readForm(noticesForm, request.body)
    if (!form.ok) throw invalid(form.errors)
    await chooseNotices(desk, actorOf(request), form.value)
    saved(request, response)
  })

  router.post('/me/picture', may, async (request, response) => {
    await orAgain(
      async () => {
        const [file] = uploadsOf(request)
        if (!file) throw invalid({ picture: 'Choose a picture first.' })
        await setPicture(desk, actorOf(request), file)
        saved(request, response)
      },
      (errors) => {
        const picture = errors.picture ?? errors.attachments ?? 'This picture could not be read.'
        show(request, response.status(422), { pictureForm: refused({}, { picture }) })
      },
    )
  })

  router.post('/me/picture/removal', may, async (request, response) => {
    readForm(nothing, request.body)
    await removePicture(desk, actorOf(request))
    saved(request, response)
  })

  router.get('/people/:id/avatar', may, async (request, response) => {
    const picture = pictureOf(desk, idOf(request))
    if (!picture || !(await desk.storage.has(picture.sha256))) throw notFound('picture')
    response.set({
      'Content-Type': picture.type,
      'Content-Length': String(picture.size),
      'Content-Disposition': 'inline; filename="picture"',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, max-age=86400, no-transform',
      'X-Content-Type-Options': 'nosniff',
    })
    await pipeline(desk.storage.read(picture.sha256), response).catch((error: unknown) => {
      // A reader who leaves half-way is not a failure of ours.
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  })

  return router

  function show(request: Request, response: Response, forms: Forms): void {
    const actor = actorOf(request)
    const { personId, role } = actor
    const { zone, keyboard } = request.viewer ?? { zone: '', keyboard: true }
    const { fields, held } = ownFields(desk, actor)
    const customForm = forms.customForm ?? { ...emptyForm, values: held }
    sendPage(response, 'me', {
      ...presentProfile(profileOf(desk, personId ?? 0), role),
      facts: presentFacts(
        fields.filter(({ editable }) => !editable),
        held,
      ),
      custom: presentCustom(fields, customForm),
      form: { ...emptyForm, values: { zone, keys: keyboard ? 'on' : 'off' } },
      pictureForm: emptyForm,
      zones,
      ...forms,
      customForm,
    })
  }
}

function saved(request: Request, response: Response): void {
  flash(request, 'ok', 'Saved.')
  response.redirect(303, '/me')
}

const keyOf = (email: string | null): string => (email === null ? '' : mailKey(email))

async function orAgain(
  act: () => Promise<void>,
  again: (errors: Readonly<Record<string, string>>) => void,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
    again(error.fields)
  }
}
