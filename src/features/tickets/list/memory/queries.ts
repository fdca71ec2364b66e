import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { listing, type Listing } from './schema.ts'

/** How this person arranged lists last. */
export function listingOf({ db }: Desk, { personId }: Pick<Actor, 'personId'>): Listing {
  const row = db.sql.get<{ listing: string }>('SELECT listing FROM Person WHERE id = @personId', { personId })
  return readListing(row?.listing ?? '{}')
}

/** Reads what `Person.listing` holds. */
export function readListing(text: string): Listing {
  try {
    return listing.parse(JSON.parse(text))
  } catch {
    return listing.parse({})
  }
}
