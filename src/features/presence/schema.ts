import { z } from 'zod'
import { blankable } from '#lib/fields.ts'

/** What somebody writes there right now; empty for nothing any more. */
export const presenceForm = z.object({ writing: blankable(z.enum(['reply', 'note'])) })
