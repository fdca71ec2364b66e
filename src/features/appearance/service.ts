import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import type { AppearanceForm } from './schema.ts'

/** How Pennant looks to one person; what is not named stays. */
export async function changeAppearance(
  desk: Desk,
  actor: Actor,
  { theme, density, keys, zone }: AppearanceForm,
): Promise<void> {
  if (actor.personId === null) return
  const data = {
    ...(theme === undefined ? {} : { theme }),
    ...(density === undefined ? {} : { density }),
    ...(keys === undefined ? {} : { keyboard: keys === 'on' }),
    ...(zone === undefined ? {} : { timeZone: zone }),
  }
  const id = actor.personId
  await desk.db.write((tx) => tx.person.update({ where: { id }, data, select: { id: true } }))
}
