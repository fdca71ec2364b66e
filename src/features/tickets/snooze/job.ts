import type { Job } from '#src/desk.ts'
import { wakeDue } from './service.ts'

export const wakeJob: Job = {
  name: 'wake',
  everyMs: 5000,
  run: async (desk) => {
    await wakeDue(desk)
  },
}
