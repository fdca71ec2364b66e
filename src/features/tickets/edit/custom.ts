import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { fieldName } from '#domain/fields.ts'
import { checkFields } from '#domain/field-values.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor, fieldTexts, shownTexts, type FieldFor } from '#features/fields/queries.ts'
import { saveFieldValues } from '#features/fields/values/service.ts'

/** The fields an actor fills in, and what the ticket holds of them. */
export type Custom = { readonly fields: readonly FieldFor[]; readonly held: Texts }
type Asked = { readonly actor: Actor; readonly id: number }

const mine = (desk: Desk, actor: Actor) => fieldsFor(desk, actor, 'ticket').filter(({ editable }) => editable)

/** As the form shows them. */
export function shownCustom(desk: Desk, { actor, id }: Asked): Custom {
  const fields = mine(desk, actor)
  return { fields, held: shownTexts(desk, fields, { entity: 'ticket', id }) }
}

/** As they are now; inside a write nobody can change them meanwhile. */
export function heldCustom(desk: Desk, { hot }: Tx, { actor, id }: Asked): Custom {
  const fields = mine(desk, actor)
  return { fields, held: fieldTexts(hot, fields, { entity: 'ticket', id }) }
}

type Merged = { readonly id: number; readonly texts: Texts; readonly brought: Texts }

/** Stores what a merge came to, of the fields the form brought; answers what the timeline says. */
export function saveCustom(tx: Tx, { fields, held }: Custom, { id, texts, brought }: Merged): readonly Change[] {
  const asked = fields.filter((field) => brought[fieldName(field)] !== undefined)
  const { texts: after, problems } = checkFields(asked, { typed: texts, held })
  if (Object.keys(problems).length > 0) throw invalid(problems)
  return saveFieldValues(tx, { fields: asked, owner: { entity: 'ticket', id }, before: held, after })
}
