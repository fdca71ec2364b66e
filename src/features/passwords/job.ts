import type { Job } from '#src/desk.ts'
import { forgetOldLinks } from './service.ts'

export const linksJob: Job = { name: 'links', everyMs: 86_400_000, run: forgetOldLinks }
