import type { Job } from '#src/desk.ts'
import { openDue } from './service.ts'

export const recurrenceJob: Job = { name: 'recurrences', everyMs: 20_000, run: openDue }
