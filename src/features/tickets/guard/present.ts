import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { allFields } from '#features/fields/queries.ts'
import { heldOf } from '#features/tickets/held/queries.ts'
import { presentHeld } from '#features/tickets/held/present.ts'
import { filesOf, linksOf } from '#features/tickets/show/queries.ts'
import { presentTimeline } from '#features/tickets/show/timeline.ts'
import type { Along } from '#web/request.ts'
import { arrivedSince, readSeen } from './queries.ts'

type Stop = { readonly ticketId: number; readonly along: Along | undefined }

/** What others wrote or moved while somebody was writing; null unless that stopped a reply. */
export function arrivedBeside(desk: Desk, actor: Actor, { ticketId, along }: Stop) {
  const seen = along?.stopped === true ? readSeen(along.seen) : null
  if (seen === null) return null

  const updates = arrivedSince(desk, actor, { ticketId, seen })
  const [files, links] = [filesOf(desk, ticketId), linksOf(desk, ticketId)]
  const scene = { now: desk.clock.now(), ticketId, actor, files, links, fields: allFields(desk) }
  const held = heldOf(desk, ticketId).filter(({ id, personId }) => id > seen.held && personId !== actor.personId)
  return {
    events: presentTimeline(updates, scene).map((event) => ({
      ...event,
      // The same entry stands in the timeline too, where it can be changed.
      ...{ anchor: `arrived-${event.id}`, editHref: null, removeAction: null },
    })),
    held: held.flatMap((row) => presentHeld(desk, actor, row)),
    by: [...new Set([...updates.map(({ authorName }) => authorName), ...held.map(({ person }) => person)])].join(
      ' and ',
    ),
  }
}
