import type { Desk } from '#src/desk.ts'
import { viewerById } from '#features/people/queries.ts'
import type { StoredSession } from '#web/session-store.ts'

const REMEMBERED_MS = 30 * 86_400_000
const FAMILIAR_MS = 90 * 86_400_000

type Facts = Pick<StoredSession['data'], 'since' | 'seen' | 'remember' | 'epoch'>

/** A session ends some hours after it began, and sooner when nobody uses it; "stay signed in" lasts for weeks. */
export function isFresh({ config, clock }: Desk, { since = 0, seen = since, remember = false }: Facts): boolean {
  const now = clock.now()
  const { sessionSeconds, idleSeconds } = config.access
  return remember ? now - since < REMEMBERED_MS : now - since < sessionSeconds * 1000 && now - seen < idleSeconds * 1000
}

/** What the sessions of this person carry now; none carries -1. */
export const epochOf = (desk: Desk, personId: number): number => viewerById(desk, personId)?.sessionEpoch ?? -1

/** Whether this person may still come in with a session that began under `epoch`. */
export const stillIn = (desk: Desk, personId: number, epoch: number): boolean => epochOf(desk, personId) === epoch

/** Whether this person has signed in from there within three months. */
export const isFamiliar = ({ db, clock }: Desk, personId: number, address: string): boolean =>
  db.sql.get(
    `SELECT 1 FROM AuditEntry
     WHERE action = 'session.began' AND createdAt > @since AND actorId = @personId AND address = @address LIMIT 1`,
    { since: clock.now() - FAMILIAR_MS, personId, address },
  ) !== undefined
