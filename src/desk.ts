import type { Config } from '#config/config.ts'
import type { Database } from '#db/database.ts'
import type { Bus } from '#lib/bus.ts'
import type { Clock } from '#lib/clock.ts'
import type { ContentStore } from '#lib/content-store.ts'
import type { Log } from '#lib/logger.ts'

type About = { readonly ticketId: number; readonly actorId: number | null }

/** What the house says aloud, after the change is committed. */
export type Events = {
  'ticket.created': About
  'ticket.edited': About
  'ticket.moved': About & { readonly from: string; readonly to: string }
  'ticket.assigned': About & { readonly assigneeId: number | null }
  'update.added': About & { readonly updateId: number; readonly kind: 'reply' | 'note' }
  'update.changed': About & { readonly updateId: number }
  /** A reply waits before it leaves, or was taken back; those who work here see it wait. */
  'reply.held': About
  /** A change of many tickets has ended; each of them was told of by itself. */
  'tickets.changed': { readonly actorId: number | null; readonly count: number }
  'tickets.imported': { readonly actorId: number | null; readonly count: number }
  'tickets.mirrored': { readonly actorId: null; readonly ticketIds: readonly number[] }
  /** Somebody wants a source read now. */
  'source.asked': { readonly actorId: number | null; readonly sourceId: number }
  /** One session, or every session of a person, is over; `session` is the stored hash of its id. */
  'sessions.ended': { readonly personId: number; readonly session: string | null }
  'config.changed': { readonly actorId: number | null }
  /** The lamp shows something else, or was plugged in or out. */
  'flag.changed': { readonly actorId: number | null }
}

/** Everything a feature may lean on, handed in as an argument. */
export type Desk = {
  /** Changes when settings are saved, so read it when it is needed. */
  readonly config: Config
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  readonly bus: Bus<Events>
  readonly storage: ContentStore
  /** Where the program itself lies: views, public, prisma, config/presets. */
  readonly root: string
  readonly reconfigure: (config: Config) => Promise<void>
}

/** Something that happens by itself: at once when the desk opens, then with this pause between runs. */
export type Job = { readonly name: string; readonly everyMs: number; readonly run: (desk: Desk) => Promise<void> }

/** How a command comes by a desk, and gives it back. */
export type OpenDesk = () => Promise<{ readonly desk: Desk; readonly close: () => Promise<void> }>
