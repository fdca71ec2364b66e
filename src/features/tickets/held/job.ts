import type { Job } from '#src/desk.ts'
import { sendDueReplies } from './service.ts'

export const heldJob: Job = { name: 'held replies', everyMs: 1000, run: sendDueReplies }
