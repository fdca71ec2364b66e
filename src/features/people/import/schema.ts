import { z } from 'zod'

// A file of this size holds some ten thousand people.
const LONGEST = 1_000_000

export const importForm = z.strictObject({
  csv: z.string().max(LONGEST, 'This is more than 1 MB. Import it in parts.').default(''),
  act: z.enum(['preview', 'import']).catch('preview').default('preview'),
})
