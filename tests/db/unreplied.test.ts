import { expect, it } from 'vitest'
import type { Tx } from '#db/database.ts'
import { addTicket, NOW, openFresh } from './open.ts'

const createdAt = new Date(NOW)

it('knows the tickets without a reply, whatever was written, moved, removed or deleted', async () => {
  const { db } = openFresh()
  const unreplied = () =>
    db.sql.all<{ id: number }>('SELECT ticketId AS id FROM Unreplied ORDER BY 1').map(({ id }) => id)
  const said = (ticketId: number, kind: string) => (tx: Tx) =>
    tx.update.create({ data: { ticketId, kind, authorName: 'A', body: 'x', createdAt } })
  const [one, other] = [(await addTicket(db, 'One')).id, (await addTicket(db, 'Other')).id]
  expect(unreplied()).toEqual([one, other])

  await db.write(said(one, 'note'))
  expect(unreplied()).toEqual([one, other])
  const first = await db.write(said(one, 'reply'))
  const second = await db.write(said(one, 'reply'))
  expect(unreplied()).toEqual([other])

  const change = (id: number, data: object) => db.write((tx) => tx.update.update({ where: { id }, data }))
  await change(first.id, { ticketId: other })
  expect(unreplied()).toEqual([])
  await change(first.id, { removedAt: createdAt })
  expect(unreplied()).toEqual([other])
  await change(first.id, { removedAt: null })
  expect(unreplied()).toEqual([])
  await change(first.id, { kind: 'note' })
  expect(unreplied()).toEqual([other])
  await change(first.id, { kind: 'reply' })

  await db.write((tx) => tx.update.delete({ where: { id: second.id } }))
  expect(unreplied()).toEqual([one])
  await db.write((tx) => tx.ticket.delete({ where: { id: one } }))
  await db.write((tx) => tx.ticket.delete({ where: { id: other } }))
  expect(unreplied()).toEqual([])
})
