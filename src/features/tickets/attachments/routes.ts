import { Router } from 'express'
import { invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { noFields } from '#features/tickets/assignment/schema.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { sendStoredFile } from '#web/stored-file.ts'
import { uploadsOf } from '#web/uploads.ts'
import { attachmentById } from './queries.ts'
import { addAttachments, removeAttachment } from './service.ts'

export function attachmentRoutes(desk: Desk): Router {
  const router = Router()

  router.get(['/attachments/:id', '/attachments/:id/:name'], allow('attachments.see'), async (request, response) => {
    const attachment = attachmentById(desk, actorOf(request), idOf(request))
    if (!attachment) throw notFound('attachment')
    await sendStoredFile(desk, response, attachment)
  })

  router.post('/tickets/:id/attachments', allow('attachments.add'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: noFields,
        act: async () => {
          const files = uploadsOf(request)
          if (files.length === 0) throw invalid({ attachments: 'Choose a file first.' })
          await addAttachments(desk, actorOf(request), { ticketId: idOf(request), files })
        },
      },
    ),
  )

  router.post('/tickets/:id/attachments/:attachment/removal', allow('attachments.remove'), (request, response) =>
    actAndReturn(
      desk,
      { request, response },
      {
        schema: noFields,
        act: () =>
          removeAttachment(desk, actorOf(request), { ticketId: idOf(request), id: idOf(request, 'attachment') }),
      },
    ),
  )

  return router
}
