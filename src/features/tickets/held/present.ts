import type { Actor } from '#domain/actor.ts'
import { statusOf } from '#domain/status.ts'
import { initials } from '#domain/text.ts'
import { sizeText } from '#lib/file-names.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import type { Desk } from '#src/desk.ts'
import { heldFilesOf, heldOf, parkedFilesOf, readHeld, type HeldRow } from './queries.ts'

/** The replies that have not left yet, and the files that wait for the next one; clients hear of neither. */
export function heldBeside(desk: Desk, actor: Actor, ticketId: number) {
  if (actor.role === 'client') return { held: [], parked: [] }
  return {
    held: heldOf(desk, ticketId).flatMap((row) => presentHeld(desk, actor, row)),
    parked: parkedFilesOf(desk, actor, ticketId).map(({ id, name, size }) => ({ id, name, size: sizeText(size) })),
  }
}

export function presentHeld(desk: Desk, { personId }: Actor, row: HeldRow) {
  const form = readHeld(row.form)?.form
  if (!form) return []
  const seconds = Math.max(0, Math.ceil((row.leavesAt - desk.clock.now()) / 1000))
  const path = `/tickets/${row.ticketId}/held/${row.id}`
  const own = row.personId === personId
  return [
    {
      id: row.id,
      author: { name: row.person, initials: initials(row.person) },
      seconds,
      bodyHtml: renderMarkdown(form.body),
      links: form.links,
      files: heldFilesOf(desk, row.id).map(({ name, size }) => ({ name, size: sizeText(size) })),
      movesTo: form.status === null ? null : statusOf(desk.config.workflow, form.status).label,
      undo: own ? `${path}/return` : null,
      send: own ? `${path}/departure` : null,
    },
  ]
}
