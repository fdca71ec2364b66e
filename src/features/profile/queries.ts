import type { Actor } from '#domain/actor.ts'
import type { Texts } from '#domain/edits.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor, shownTexts, type FieldFor } from '#features/fields/queries.ts'

export type Profile = {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly notifications: string
  readonly avatarSha: string | null
  readonly hasPassword: number
}

export function profileOf({ db }: Desk, id: number): Profile {
  const row = db.sql.get<Profile>(
    `SELECT id, name, email, notifications, avatarSha, passwordHash IS NOT NULL AS hasPassword FROM Person WHERE id = @id`,
    { id },
  )
  if (!row) throw notFound('person')
  return row
}

/** The custom fields a person sees of themselves, with what they hold. */
export function ownFields(desk: Desk, actor: Actor): { readonly fields: readonly FieldFor[]; readonly held: Texts } {
  const fields = fieldsFor(desk, actor, 'person')
  return { fields, held: shownTexts(desk, fields, { entity: 'person', id: actor.personId ?? 0 }) }
}

export type Picture = { readonly sha256: string; readonly size: number; readonly type: string }

/** The picture of a person; null for none. */
export const pictureOf = ({ db }: Desk, id: number): Picture | null =>
  db.sql.get<Picture>(
    'SELECT f.sha256, f.size, f.type FROM Person p JOIN File f ON f.sha256 = p.avatarSha WHERE p.id = @id',
    { id },
  ) ?? null
