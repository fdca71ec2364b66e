import { expect, it } from 'vitest'
import { openMirror } from './mirror-house.ts'

it('leaves a merged ticket where it is, whatever its system says of it', async () => {
  const { fake, poll, here, desk, clock } = await openMirror()
  const { id: remote } = fake.account.add({ subject: 'Printer', status: 2, priority: 1 })
  await poll()
  const row = here(remote)
  const into = await desk.db.write(({ hot }) => {
    const copy = hot.get<Record<string, string | number | null>>('SELECT * FROM Ticket WHERE id = @id', {
      id: row?.id ?? 0,
    })
    const id = hot.insert('Ticket', { ...copy, id: undefined, sourceId: null, externalId: null, importKey: null })
    hot.update('Ticket', row?.id ?? 0, { mergedIntoId: id, status: 'closed', statusKind: 'closed', section: 0 })
    return id
  })
  clock.pass(600_000)
  fake.account.change(remote, { status: 3, subject: 'Printer again' })

  await poll({ full: true })

  expect(here(remote)).toMatchObject({ title: 'Printer', status: 'closed', section: 0, missedSnapshots: 0 })
  expect(into).toBeGreaterThan(0)
})
