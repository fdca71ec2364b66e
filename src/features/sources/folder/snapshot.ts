import type { Clock } from '#lib/clock.ts'
import type { Snapshot } from '#features/sources/adapter.ts'
import { findPlace, hasArchive, listTickets } from './place.ts'

const DOUBT_MS = 10 * 60_000

/**
 * Lists what is in the folder. That it holds nothing at all is believed when it has an archive, into which its tickets
 * can have gone; otherwise only when it stays so, because an unmounted disk looks the same.
 */
export function snapshotTaker(directory: string, clock: Clock): () => Promise<Snapshot> {
  let emptySince: number | null = null
  return async () => {
    const place = await findPlace(directory)
    const ids = new Set(await listTickets(place))
    if (ids.size > 0 || (await hasArchive(place))) {
      emptySince = null
      return { ids, complete: true }
    }
    emptySince ??= clock.now()
    return { ids, complete: clock.now() - emptySince >= DOUBT_MS }
  }
}
