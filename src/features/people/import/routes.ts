import { Router, type Request } from 'express'
import { readFile } from 'node:fs/promises'
import { AppError, invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { emptyForm, readForm, refused } from '#web/form.ts'
import { allow } from '#web/guard.ts'
import { addressOf } from '#web/proxies.ts'
import { actorOf, flash } from '#web/request.ts'
import { uploadsOf } from '#web/uploads.ts'
import { sendPage } from '#web/views.ts'
import { presentImport } from './present.ts'
import { importForm } from './schema.ts'
import { importPeople, previewPeople } from './service.ts'

export function importRoutes(desk: Desk): Router {
  const router = Router()
  const may = allow('people.edit')

  router.get('/people/import', may, (_request, response) => sendPage(response, 'people/import', { form: emptyForm }))

  router.post('/people/import', may, async (request, response) => {
    const brought = await textOfFile(request)
    const form = readForm(importForm, { ...(request.body as object), ...(brought === null ? {} : { csv: brought }) })
    const again = (errors: Readonly<Record<string, string>>) =>
      sendPage(response.status(422), 'people/import', { form: refused(form.values, errors) })
    if (!form.ok) return again(form.errors)

    const { csv, act } = form.value
    try {
      if (csv.trim() === '') throw invalid({ csv: 'Choose a file, or paste the lines here.' })
      if (act === 'preview') {
        const preview = presentImport(
          await previewPeople(desk, actorOf(request), { csv }),
          fieldsFor(desk, actorOf(request), 'person'),
        )
        return sendPage(response, 'people/import', { form, preview })
      }
      const report = await importPeople(desk, actorOf(request), { csv, address: addressOf(request) })
      flash(request, 'ok', `Imported: ${presentImport(report).sentence}.`)
      response.redirect(303, '/people')
    } catch (error) {
      if (!(error instanceof AppError) || Object.keys(error.fields).length === 0) throw error
      again(error.fields)
    }
  })

  return router
}

/** What a chosen file says; null when none was chosen. */
async function textOfFile(request: Request): Promise<string | null> {
  if (!request.is('multipart/form-data')) return null
  const [file] = uploadsOf(request)
  return file ? await readFile(file.temporary, 'utf8') : null
}
