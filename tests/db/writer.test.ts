import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { PrismaClient } from '#db/generated/client.ts'
import { assertPromise } from '#db/sqlite/pragmas.ts'
import { openDatabase, type Tx } from '#db/database.ts'
import { openWriter } from '#db/sqlite/writer.ts'
import { addTicket, another, openFresh, ticketRow } from './open.ts'

const meta = (key: string) => ({ key, value: 'x' })

it('HZ1: knows no write outside of a transaction', async () => {
  const { file } = openFresh()
  const bare = new PrismaClient({ adapter: (await openWriter(file)).factory })

  await expect(bare.meta.create({ data: meta('bare') })).rejects.toThrow('use db.write')
  await expect(bare.$executeRawUnsafe('DELETE FROM Meta')).rejects.toThrow('use db.write')
  await bare.$disconnect()
})

it('HZ3: reads on connections that cannot write', async () => {
  const { db } = openFresh()

  await expect(db.read.meta.create({ data: meta('read') })).rejects.toThrow(/readonly/)
  expect(() => db.sql.all(`INSERT INTO Meta VALUES ('sql', 'x') RETURNING key`)).toThrow(/readonly/)
})

it('HZ4: shows nothing that is not committed, and everything that is', async () => {
  const { db } = openFresh()
  const seen = () => db.sql.get<{ n: number }>(`SELECT count(*) AS n FROM Ticket`)?.n

  await db.write(async (tx) => {
    await tx.ticket.create({ data: ticketRow('Inside') })
    expect([seen(), await db.read.ticket.count(), await tx.ticket.count()]).toEqual([0, 0, 1])
  })

  expect([seen(), await db.read.ticket.count()]).toEqual([1, 1])
})

it('HZ1: keeps parallel writes apart, so that one that fails takes no other along', async () => {
  const { db, file } = openFresh()
  const write = (title: string, fails: boolean) =>
    db.write(async (tx) => {
      await tx.ticket.create({ data: ticketRow(title) })
      if (fails) throw new Error('changed my mind')
    })

  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_none, index) => write(`Ticket ${index}`, index % 2 === 0)),
  )

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(another(file).prepare('SELECT count(*) FROM Ticket').pluck().get()).toBe(10)
})

it('HZ3: lets exactly one of fifty parallel changes of the same version win', async () => {
  const { db } = openFresh()
  const { id } = await addTicket(db, 'Contested')

  const counts = await Promise.all(
    Array.from({ length: 50 }, (_none, index) =>
      db.write((tx) =>
        tx.ticket.updateMany({ where: { id, version: 1 }, data: { version: 2, title: `Winner ${index}` } }),
      ),
    ),
  )

  expect(
    counts
      .map(({ count }) => count)
      .sort()
      .join(''),
  ).toBe(`${'0'.repeat(49)}1`)
  expect(await db.read.ticket.findUniqueOrThrow({ where: { id } })).toMatchObject({ version: 2, title: 'Winner 0' })
})

it('HZ1: takes a write that comes after its own transaction has ended for a mistake', async () => {
  const { db } = openFresh()
  const kept: Tx[] = []
  await db.write((tx) => void kept.push(tx))

  const late = db.write(() => kept[0]?.meta.create({ data: meta('late') }))

  await expect(late).rejects.toThrow('it came after its own had ended')
  expect(await db.read.meta.findUnique({ where: { key: 'late' } })).toBeNull()
})

it('undoes a step of the model that fails, and lets the rest of the write go on', async () => {
  const { db } = openFresh()

  await db.write(async (tx) => {
    const twice = { create: [{ url: 'https://example.com/' }, { id: 1, url: 'x' }, { id: 1, url: 'y' }] }
    await tx.ticket.create({ data: { ...ticketRow('Half'), links: twice } }).catch(() => undefined)
    await tx.ticket.create({ data: ticketRow('Whole') })
  })

  expect(db.sql.all('SELECT title FROM Ticket')).toEqual([{ title: 'Whole' }])
  expect(db.sql.all('SELECT * FROM TicketLink')).toEqual([])
})

it('HZ6: is not poisoned by a commit that fails', async () => {
  const { db, file } = openFresh()

  const failing = db.write(async (tx) => {
    await tx.$executeRawUnsafe('PRAGMA defer_foreign_keys = ON')
    await tx.$executeRawUnsafe('INSERT INTO Watcher (ticketId, personId) VALUES (77, 88)')
  })

  await expect(failing).rejects.toThrow()
  await addTicket(db, 'After the failure')
  const other = another(file)
  expect(other.prepare('SELECT title FROM Ticket').pluck().all()).toEqual(['After the failure'])
  expect(other.prepare('SELECT count(*) FROM Watcher').pluck().get()).toBe(0)
  expect(other.pragma('integrity_check', { simple: true })).toBe('ok')
})

it('HZ7: keeps what durability rests on, also when a file is opened again', async () => {
  const { file } = openFresh()
  const again = openDatabase(file)

  const values = await again.write(async (tx) => {
    const read = async (name: string) =>
      Object.values((await tx.$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0] ?? {}).map(String)[0]
    return [
      await read('journal_mode'),
      await read('synchronous'),
      await read('foreign_keys'),
      await read('trusted_schema'),
    ]
  })

  expect(values).toEqual(['wal', '2', '1', '0'])
  expect(() => assertPromise('synchronous', 1, 2)).toThrow('The database does not keep synchronous = 2 (it says 1).')
  await again.close()
})

it('HZ7: lets no other write share in the haste of one that is kept soon', async () => {
  const { db } = openFresh()
  const level = ({ hot }: Tx) => hot.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous

  const soon = db.writeSoon((tx) => tx.meta.create({ data: meta('soon') }).then(() => level(tx)))
  const failing = db.writeSoon(() => Promise.reject(new Error('No.')))
  const whole = db.write(level)

  await expect(failing).rejects.toThrow('No.')
  expect([await soon, await whole]).toEqual([1, 2])
  expect(db.sql.get(`SELECT value FROM Meta WHERE key = 'soon'`)).toEqual({ value: 'x' })
})

it('HZ9: waits for another process without holding up everything else', async () => {
  const { db, file } = openFresh()
  const other = another(file)
  other.exec('BEGIN IMMEDIATE')
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)

  const writing = addTicket(db, 'Patient')
  await sleep(400)
  expect(db.sql.get('SELECT 1 AS one')).toEqual({ one: 1 })
  other.exec('COMMIT')

  expect((await writing).id).toBe(1)
  clearInterval(timer)
  expect(longest).toBeLessThan(350)
})

it('finishes what it accepted before it closes', async () => {
  const { db, file } = openFresh()
  const writes = Array.from({ length: 10 }, (_none, index) => addTicket(db, `Late ${index}`))

  await Promise.all([...writes, db.close()])

  expect(another(file).prepare('SELECT count(*) FROM Ticket').pluck().get()).toBe(10)
})
