import { forgetOldParked } from '#features/tickets/held/parking/service.ts'
import type { Desk, Job } from '#src/desk.ts'
import { forgetOldDrafts, KEPT_MS } from './service.ts'

export const draftsJob: Job = { name: 'drafts', everyMs: 6 * 3_600_000, run: forgetOld }

/** A draft goes first: its files wait as long as it does. */
async function forgetOld(desk: Desk): Promise<void> {
  await forgetOldDrafts(desk)
  await forgetOldParked(desk, desk.clock.now() - KEPT_MS)
}
