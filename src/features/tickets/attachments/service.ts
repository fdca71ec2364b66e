import type { Actor } from '#domain/actor.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { attach, detach, forgetUnused, withFiles, type NamedContent } from '#features/attachments/service.ts'
import { actOnTicket } from '#features/tickets/service.ts'

type Files = { readonly ticketId: number; readonly files: readonly NamedContent[] }

/** Attaches files to a ticket itself, without an update of their own. */
export async function addAttachments(desk: Desk, actor: Actor, { ticketId, files }: Files): Promise<void> {
  await withFiles(desk, files, (stored) =>
    actOnTicket(desk, actor, {
      id: ticketId,
      decide: (_ticket, { at }, tx) => {
        attach(tx, stored, { ticketId, personId: actor.personId, at })
        return { next: {}, changes: stored.map(({ name }) => ({ field: 'attachment', from: null, to: name })) }
      },
    }),
  )
}

/** Takes one use of a file away and leaves its trace; the content goes with its last use. */
export async function removeAttachment(
  desk: Desk,
  actor: Actor,
  { id, ticketId }: { id: number; ticketId: number },
): Promise<void> {
  let contents: readonly string[] = []
  await actOnTicket(desk, actor, {
    id: ticketId,
    decide: async (_ticket, _act, tx) => {
      const attachment = await tx.attachment.findFirst({ where: { id, ticketId }, select: { name: true } })
      if (!attachment) throw notFound('attachment')
      contents = await detach(tx, { id })
      return { next: {}, changes: [{ field: 'attachment', from: attachment.name, to: null }] }
    },
  })
  forgetUnused(desk, contents)
}
