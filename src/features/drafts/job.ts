import type { Job } from '#src/desk.ts'
import { forgetOldDrafts } from './service.ts'

export const draftsJob: Job = { name: 'drafts', everyMs: 6 * 3_600_000, run: forgetOldDrafts }
