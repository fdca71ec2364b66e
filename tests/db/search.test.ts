import { expect, it } from 'vitest'
import type { Database, Tx } from '#db/database.ts'
import { foldName } from '#domain/text.ts'
import { matchOf } from '#domain/search/match.ts'
import { addTicket, NOW, openFresh } from './open.ts'

const createdAt = new Date(NOW)

/** The tickets that hold this, in the columns that clients may search or in all. */
const find = (db: Database, typed: string, columns?: readonly string[]): number[] =>
  db.sql
    .all<{ id: number }>('SELECT rowid AS id FROM TicketSearch WHERE TicketSearch MATCH @match ORDER BY rowid', {
      match: matchOf(typed, columns)?.begun ?? '',
    })
    .map(({ id }) => id)

const person = (tx: Tx, name: string) => tx.person.create({ data: { name, nameKey: foldName(name), createdAt } })

it('follows every kind of write', async () => {
  const { db } = openFresh()
  const { id } = await addTicket(db, 'Alphatitle')
  expect(find(db, 'alphatitle')).toEqual([id])

  await db.write((tx) =>
    tx.ticket.update({ where: { id }, data: { title: 'Betatitle', description: 'Gammatext', notes: 'Deltanote' } }),
  )
  expect(['alphatitle', 'betatitle', 'gammatext', 'deltanote'].map((word) => find(db, word).length)).toEqual([
    0, 1, 1, 1,
  ])

  const requester = await db.write(async (tx) => {
    const made = await person(tx, 'Olaf Requester')
    await tx.ticket.update({ where: { id }, data: { requesterId: made.id } })
    return made
  })
  expect(find(db, 'olaf')).toEqual([id])
  await db.write((tx) =>
    tx.person.update({ where: { id: requester.id }, data: { name: 'Ole Requester', email: 'ole@example.com' } }),
  )
  expect(['olaf', 'ole', 'ole@example.com'].map((word) => find(db, word).length)).toEqual([0, 1, 1])

  await db.write(async (tx) =>
    tx.watcher.create({ data: { ticketId: id, personId: (await person(tx, 'Wanda Watcher')).id } }),
  )
  expect(find(db, 'wanda')).toEqual([id])
  await db.write((tx) => tx.watcher.deleteMany({ where: { ticketId: id } }))
  expect(find(db, 'wanda')).toEqual([])

  const tag = await db.write((tx) =>
    tx.tag.create({ data: { name: 'firsttag', nameKey: 'firsttag', tickets: { create: { ticketId: id } } } }),
  )
  await db.write((tx) => tx.tag.update({ where: { id: tag.id }, data: { name: 'secondtag' } }))
  expect(['firsttag', 'secondtag'].map((word) => find(db, word).length)).toEqual([0, 1])
  await db.write((tx) => tx.ticketTag.deleteMany({ where: { ticketId: id } }))
  expect(find(db, 'secondtag')).toEqual([])

  const link = await db.write((tx) => tx.ticketLink.create({ data: { ticketId: id, url: 'https://linkone.example' } }))
  await db.write((tx) => tx.ticketLink.update({ where: { id: link.id }, data: { label: 'labelled' } }))
  expect(['linkone', 'labelled'].map((word) => find(db, word).length)).toEqual([1, 1])
  await db.write((tx) => tx.ticketLink.delete({ where: { id: link.id } }))
  expect(find(db, 'linkone')).toEqual([])

  await db.write(async (tx) => {
    await tx.file.create({ data: { sha256: 'a'.repeat(64), size: 1, type: 'text/plain', createdAt } })
    await tx.attachment.create({ data: { sha256: 'a'.repeat(64), name: 'blueprint.pdf', ticketId: id, createdAt } })
  })
  expect(find(db, 'blueprint')).toEqual([id])
  await db.write((tx) => tx.attachment.deleteMany())
  expect(find(db, 'blueprint')).toEqual([])

  const update = await db.write((tx) =>
    tx.update.create({ data: { ticketId: id, kind: 'reply', authorName: 'A', body: 'saidfirst', createdAt } }),
  )
  await db.write((tx) => tx.update.update({ where: { id: update.id }, data: { body: 'saidsecond' } }))
  expect(['saidfirst', 'saidsecond'].map((word) => find(db, word).length)).toEqual([0, 1])
  await db.write((tx) => tx.update.update({ where: { id: update.id }, data: { removedAt: createdAt } }))
  expect(find(db, 'saidsecond')).toEqual([])

  await db.write((tx) => tx.ticket.delete({ where: { id } }))
  expect(find(db, 'betatitle')).toEqual([])
  expect(db.sql.get('SELECT count(*) AS n FROM SearchDirty')).toEqual({ n: 0 })
})

it('knows a row of writes by its words once the row has ended', async () => {
  const { db } = openFresh()
  const { id } = await addTicket(db, 'Alphatitle')
  const title = (title: string) => (tx: Tx) => tx.ticket.update({ where: { id }, data: { title } })

  await db.writeSoon(title('Betatitle'))
  expect(['alphatitle', 'betatitle'].map((word) => find(db, word).length)).toEqual([1, 0])
  await expect(db.write(() => Promise.reject(new Error('No.')))).rejects.toThrow('No.')
  await db.write(() => null)
  expect(['alphatitle', 'betatitle'].map((word) => find(db, word).length)).toEqual([0, 1])
})

it('keeps what belongs to notes out of the columns that clients search', async () => {
  const { db } = openFresh()
  const { id } = await addTicket(db, 'Title')
  await db.write((tx) =>
    tx.update.create({
      data: {
        ticketId: id,
        kind: 'note',
        authorName: 'A',
        body: 'hushword',
        createdAt,
        links: { create: { ticketId: id, url: 'https://hushlink.example' } },
      },
    }),
  )

  for (const word of ['hushword', 'hushlink']) {
    expect(find(db, word)).toEqual([id])
    expect(find(db, word, ['title', 'description', 'people', 'tags', 'links', 'files', 'replies'])).toEqual([])
  }
})

it('puts custom fields where those look who may see them, and follows what becomes of them', async () => {
  const { db } = openFresh()
  const { id } = await addTicket(db, 'Title')
  const field = await db.write((tx) =>
    tx.field.create({
      data: {
        entity: 'ticket',
        key: 'rack',
        label: 'Rack',
        type: 'text',
        values: { create: { ticketId: id, text: 'rackword' } },
      },
    }),
  )
  const hits = () => [find(db, 'rackword', ['title', 'description']).length, find(db, 'rackword').length]
  const change = (data: { visibleTo?: string; removedAt?: Date | null }) =>
    db.write((tx) => tx.field.update({ where: { id: field.id }, data }))
  expect(hits()).toEqual([1, 1])

  await change({ visibleTo: 'agent' })
  expect(hits()).toEqual([0, 1])
  await change({ visibleTo: 'admin' })
  expect(hits()).toEqual([0, 0])
  await change({ visibleTo: 'client', removedAt: createdAt })
  expect(hits()).toEqual([0, 0])
  await change({ removedAt: null })
  expect(hits()).toEqual([1, 1])

  await db.write((tx) => tx.fieldValue.updateMany({ data: { text: 'otherword' } }))
  expect([hits(), find(db, 'otherword')]).toEqual([[0, 0], [id]])
  await db.write((tx) => tx.fieldValue.deleteMany())
  expect(find(db, 'otherword')).toEqual([])
})

it('takes nothing of a write that failed', async () => {
  const { db } = openFresh()
  const { id } = await addTicket(db, 'Steady')

  await expect(
    db.write(async (tx) => {
      await tx.ticket.update({ where: { id }, data: { title: 'Fleeting' } })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')

  expect([find(db, 'steady'), find(db, 'fleeting')]).toEqual([[id], []])
})

it('folds case and accents, finds beginnings of words, and phrases as they stand', async () => {
  const { db } = openFresh()
  await addTicket(db, 'Zürich crème brûlée')
  await addTicket(db, 'Brulee without creme')

  expect(
    ['ZURICH', 'zür', 'brulee', '"creme brulee"', 'creme brulee', '"brulee creme"', 'rich'].map((typed) =>
      find(db, typed),
    ),
  ).toEqual([[1], [1], [1, 2], [1], [1, 2], [], []])
})
