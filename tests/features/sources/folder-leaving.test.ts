import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MINUTE } from '../../support/clock.ts'
import { openFolderHouse, type FolderHouse } from './folder-house.ts'

const archive = ({ folder }: FolderHouse, id: number) => {
  mkdirSync(path.join(folder, 'tickets/archive/2026-11-21'), { recursive: true })
  renameSync(path.join(folder, `tickets/${id}.txt`), path.join(folder, `tickets/archive/2026-11-21/${id}.txt`))
}

describe('a ticket that leaves', () => {
  it('is archived after two looks without it, and comes back with its file', async () => {
    const house = await openFolderHouse()
    house.put(1)
    house.put(2)
    await house.poll()
    archive(house, 2)

    await house.poll()
    expect(house.here(2)).toMatchObject({ missedSnapshots: 1, archivedAt: null })
    await house.poll()
    expect(house.here(2)).toMatchObject({ section: 0 })
    expect(house.here(2)?.archivedAt).not.toBeNull()
    expect(house.here(1)).toMatchObject({ section: 1, archivedAt: null })

    renameSync(path.join(house.folder, 'tickets/archive/2026-11-21/2.txt'), path.join(house.folder, 'tickets/2.txt'))
    await house.poll()
    expect(house.here(2)).toMatchObject({ section: 1, archivedAt: null })
  })

  it('leaves at once when its file says that it was deleted', async () => {
    const house = await openFolderHouse()
    house.put(1)
    await house.poll()
    house.put(1, { deleted: true, updated_at: '2026-11-21T08:00:00Z' })

    expect(await house.poll()).toMatchObject({ changed: 1 })
    expect(house.here(1)?.archivedAt).not.toBeNull()
    expect(await house.poll()).toMatchObject({ seen: 0, changed: 0 })
  })

  it('has not left when the folder is away, whatever is in its place', async () => {
    const house = await openFolderHouse()
    house.put(1)
    await house.poll()
    const away = `${house.folder}-away`
    onTestFinished(() => rmSync(away, { recursive: true, force: true }))
    renameSync(house.folder, away)

    for (let polls = 0; polls < 3; polls += 1)
      expect(await house.poll()).toMatchObject({ ok: false, error: `The folder ${house.folder} is not there.` })
    mkdirSync(house.folder)
    expect(await house.poll()).toMatchObject({
      ok: false,
      error: `${house.folder} holds neither a folder "tickets" nor ticket files.`,
    })
    rmSync(house.folder, { recursive: true })
    writeFileSync(house.folder, 'a file')
    expect((await house.poll()).ok).toBe(false)
    expect(house.here(1)).toMatchObject({ section: 1, missedSnapshots: 0 })

    rmSync(house.folder)
    renameSync(away, house.folder)
    expect(await house.poll()).toMatchObject({ ok: true, error: null })
  })

  it('has not left a folder that is suddenly empty, until it has stayed so', async () => {
    const house = await openFolderHouse()
    house.put(1)
    await house.poll()
    house.remove('tickets/1.txt')

    for (let polls = 0; polls < 5; polls += 1) await house.poll()
    expect(house.here(1)).toMatchObject({ section: 1, missedSnapshots: 0 })
    house.clock.pass(10 * MINUTE)
    await house.poll()
    expect(house.here(1)).toMatchObject({ missedSnapshots: 1 })
    await house.poll()
    expect(house.here(1)).toMatchObject({ section: 0 })
  })

  it('has left a folder that is empty because its last one was archived there', async () => {
    const house = await openFolderHouse()
    house.put(1)
    await house.poll()
    archive(house, 1)

    await house.poll()
    await house.poll()
    expect(house.here(1)).toMatchObject({ section: 0 })
  })
})
