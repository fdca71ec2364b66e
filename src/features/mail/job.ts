import type { Job } from '#src/desk.ts'
import { forgetOldMail, sendDueMail } from './service.ts'

export const mailJobs: readonly Job[] = [
  { name: 'mail', everyMs: 2000, run: sendDueMail },
  { name: 'old mail', everyMs: 6 * 3_600_000, run: forgetOldMail },
]
