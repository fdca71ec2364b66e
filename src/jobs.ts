import { Ticker } from '#lib/ticker.ts'
import { draftsJob } from '#features/drafts/job.ts'
import { mailJobs } from '#features/mail/job.ts'
import { linksJob } from '#features/passwords/job.ts'
import { recurrenceJob } from '#features/recurrences/job.ts'
import { heldJob } from '#features/tickets/held/job.ts'
import { wakeJob } from '#features/tickets/snooze/job.ts'
import { undoJob } from '#features/undo/job.ts'
import type { Desk, Job } from '#src/desk.ts'

const JOBS: readonly Job[] = [undoJob, draftsJob, heldJob, wakeJob, recurrenceJob, linksJob, ...mailJobs]

/** Starts everything that happens by itself at its time; resolves its stop when runs under way have ended. */
export function startJobs(desk: Desk): { readonly stop: () => Promise<void> } {
  const tickers = JOBS.map(({ name, everyMs, run }) => {
    const failed = (error: unknown) => desk.log.error({ error, job: name }, 'A job failed')
    return new Ticker(() => run(desk), everyMs, failed)
  })
  for (const ticker of tickers) ticker.start()
  return {
    stop: async () => {
      await Promise.all(tickers.map((ticker) => ticker.stop()))
    },
  }
}
