import type { Job } from '#src/desk.ts'
import { forgetOldUndos } from './service.ts'

export const undoJob: Job = { name: 'undo', everyMs: 3_600_000, run: forgetOldUndos }
