import type { Field } from '#domain/fields.ts'
import type { Desk } from '#src/desk.ts'
import { allFields } from '#features/fields/queries.ts'

/** The custom fields of tickets that are in use; whoever imports may fill in all of them. */
export const ticketFields = (desk: Desk): readonly Field[] =>
  allFields(desk).filter(({ entity, removedAt }) => entity === 'ticket' && removedAt === null)
