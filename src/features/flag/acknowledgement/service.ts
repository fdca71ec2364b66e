import type { Actor } from '#domain/actor.ts'
import type { Acknowledgement } from '#domain/flag-ack.ts'
import { conflict } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { deskSignal } from '#features/flag/queries.ts'
import { ACKNOWLEDGED, ticketsIn } from './queries.ts'

/** Calms the lamp until there is something new; it survives a restart. */
export async function acknowledge(desk: Desk, actor: Actor): Promise<void> {
  const { state } = deskSignal(desk)
  if (state === 'clear') throw conflict('All is clear, so there is nothing to acknowledge.')

  const known: Acknowledgement = { state, at: desk.clock.now(), by: actor.name, tickets: ticketsIn(desk, state) }
  const value = JSON.stringify(known)
  await desk.db.write((tx) =>
    tx.meta.upsert({ where: { key: ACKNOWLEDGED }, create: { key: ACKNOWLEDGED, value }, update: { value } }),
  )
  await desk.bus.emit('flag.changed', { actorId: actor.personId })
}

/** The lamp shows again what it usually shows. */
export async function forget(desk: Desk, actor: Actor | null): Promise<void> {
  await desk.db.write((tx) => tx.meta.deleteMany({ where: { key: ACKNOWLEDGED } }))
  await desk.bus.emit('flag.changed', { actorId: actor?.personId ?? null })
}
