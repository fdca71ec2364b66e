import { Router } from 'express'
import { pipeline } from 'node:stream/promises'
import { invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { noFields } from '#features/tickets/assignment/schema.ts'
import { actAndReturn } from '#features/tickets/acting.ts'
import { isInlineImage } from '#features/tickets/show/timeline.ts'
import { allow } from '#web/guard.ts'
import { actorOf, idOf } from '#web/request.ts'
import { uploadsOf } from '#web/uploads.ts'
import { attachmentById } from './queries.ts'
import { addAttachments, removeAttachment } from './service.ts'

export function attachmentRoutes(desk: Desk): Router {
  const router = Router()

  router.get(['/attachments/:id', '/attachments/:id/:name'], allow('attachments.see'), async (request, response) => {
    const attachment = attachmentById(desk, actorOf(request), idOf(request))
    if (!attachment || !(await desk.storage.has(attachment.sha256))) throw notFound('attachment')

    const shown = isInlineImage(attachment.type)
    response.set({
      'Content-Type': shown ? attachment.type : 'application/octet-stream',
      'Content-Length': String(attachment.size),
      'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeRfc5987(attachment.name)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, max-age=3600, no-transform',
      'X-Content-Type-Options': 'nosniff',
    })
    await pipeline(desk.storage.read(attachment.sha256), response).catch((error: unknown) => {
      // A reader who leaves half-way is not a failure of ours.
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
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

const encodeRfc5987 = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
