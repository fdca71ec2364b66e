import { z } from 'zod'
import { id } from '#lib/fields.ts'

export const assigneeForm = z.strictObject({ assignee: id })

/** A decision on a request, and whether it was made on the list of all. */
export const decisionForm = z.strictObject({ from: z.literal('list').optional() })

export const noFields = z.strictObject({})

/** Take it oneself, give it to somebody, or let it go. */
export type AssignmentForm =
  { readonly act: 'pick-up' } | { readonly act: 'release' } | { readonly act: 'assign'; readonly assignee: number }
