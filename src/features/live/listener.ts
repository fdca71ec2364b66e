import type { Desk } from '#src/desk.ts'
import type { LiveHub } from './hub.ts'

export function listenLive({ bus }: Desk, hub: LiveHub): void {
  const tell = ({ ticketId }: { ticketId: number }) => hub.changed([ticketId])
  bus.on('ticket.created', tell)
  bus.on('ticket.edited', tell)
  bus.on('ticket.moved', tell)
  bus.on('ticket.assigned', tell)
  bus.on('update.added', tell)
  bus.on('update.changed', tell)
  bus.on('reply.held', tell)
  bus.on('tickets.changed', () => hub.changed([]))
  bus.on('tickets.imported', () => hub.changed([]))
  bus.on('tickets.mirrored', ({ ticketIds }) => hub.changed(ticketIds))
  bus.on('sessions.ended', ({ personId, session }) => hub.end(personId, session))
  bus.on('config.changed', () => hub.changed([]))
  bus.on('flag.changed', () => hub.changed([]))
}
