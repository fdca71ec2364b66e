import type { Actor } from '#domain/actor.ts'
import { initials } from '#domain/text.ts'
import { avatarUrl } from '#features/people/queries.ts'
import type { PresenceBook } from './book.ts'

/** Who else is at a ticket; clients are never told. */
export const presenceBeside = (book: PresenceBook, { role, personId }: Actor, ticketId: number) =>
  role === 'client'
    ? null
    : {
        others: book.others(ticketId, personId).map((other) => ({
          name: other.name,
          initials: initials(other.name),
          avatar: avatarUrl(other.personId, other.avatarSha),
          writing: other.writing,
        })),
      }
