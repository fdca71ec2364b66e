import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openAdapter } from '#features/sources/adapters.ts'
import { Poller } from '#features/sources/poller.ts'
import { pauseSource, resumeSource } from '#features/sources/service.ts'
import { HOUR, MINUTE } from '../../support/clock.ts'
import { layFolder, openFolderHouse, ticketText, type FolderHouse } from './folder-house.ts'
import { never } from './freshservice-house.ts'

const NOW = Date.parse('2026-11-21T09:00:00Z')

const archive = ({ folder }: FolderHouse, id: number) => {
  mkdirSync(path.join(folder, 'tickets/archive/2026-11-21'), { recursive: true })
  renameSync(path.join(folder, `tickets/${id}.txt`), path.join(folder, `tickets/archive/2026-11-21/${id}.txt`))
}

const timeline = ({ desk }: FolderHouse, ticketId: number) =>
  desk.db.sql
    .all<{ changes: string }>(
      `SELECT changes FROM "Update" WHERE ticketId = @ticketId AND kind = 'system' ORDER BY id`,
      { ticketId },
    )
    .flatMap(({ changes }) => JSON.parse(changes) as { field: string; from: string | null; to: string | null }[])

describe('what is in the folder', () => {
  it('stands on the board, with people, deadlines and a link', async () => {
    const house = await openFolderHouse({ link_url: 'https://help.example.com/a/tickets/' })
    house.write('agents.txt', '501:Ada Agent\n')
    house.write('requesters.txt', '901:Rita: Requester\n')
    house.put(4711, { subject: 'VPN drops every hour', priority: 4 })

    expect(await house.poll()).toMatchObject({ ok: true, seen: 1, changed: 1, error: null })

    const row = house.here(4711)
    expect(row).toMatchObject({ status: 'open', priority: 'critical', section: 1, overdueAt: NOW - HOUR })
    const page = await house
      .visitor()
      .get(`/tickets/${row?.id ?? 0}`)
      .expect(200)
    for (const words of ['VPN drops every hour', 'Ada Agent', 'Rita: Requester', 'Ticket folder'])
      expect(page.text).toContain(words)
    expect(page.text).toContain('https://help.example.com/a/tickets/4711')
  })

  it('is read again when it changes, and only then', async () => {
    const house = await openFolderHouse()
    for (let id = 1; id <= 250; id += 1) house.put(id)
    expect(await house.poll()).toMatchObject({ seen: 250, changed: 250 })
    expect(await house.poll()).toMatchObject({ ok: true, seen: 0, changed: 0 })

    house.put(7, { subject: 'Now with a better name', updated_at: '2026-11-21T08:00:00Z' })
    house.put(251)
    expect(await house.poll()).toMatchObject({ seen: 2, changed: 2 })
    expect(house.here(7)?.title).toBe('Now with a better name')
    expect(await house.poll()).toMatchObject({ seen: 0 })
  })

  it('is read whole by another run, which finds nothing new in it', async () => {
    const house = await openFolderHouse()
    for (let id = 1; id <= 3; id += 1) house.put(id)
    await house.poll()

    expect(await house.restart()()).toMatchObject({ ok: true, seen: 3, changed: 0 })
  })

  it('may lie in the directory itself, with the lists beside it or above', async () => {
    const parent = mkdtempSync(path.join(os.tmpdir(), 'pennant-above-'))
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
    const folder = path.join(parent, 'queue')
    mkdirSync(folder)
    writeFileSync(path.join(folder, '5.txt'), ticketText(5))
    writeFileSync(path.join(folder, 'notes.txt'), 'no ticket')
    writeFileSync(path.join(parent, 'agents.txt'), '501:Ada Above\n')
    writeFileSync(path.join(folder, 'requesters.txt'), '901:Rita Beside\n')
    const house = await openFolderHouse({}, folder)

    expect(await house.poll()).toMatchObject({ ok: true, seen: 1, error: null })
    const names = house.desk.db.sql.all<{ name: string }>('SELECT name FROM Person ORDER BY name')
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ada Above', 'Rita Beside']))
  })

  it('may have numbers that are too long for arithmetic', async () => {
    const house = await openFolderHouse()
    const id = '9007199254740993'
    house.write(`tickets/${id}.txt`, ticketText(1).replace('"id": 1,', `"id": ${id},`))

    await house.poll()
    expect(house.here(id)).toMatchObject({ section: 1 })
  })

  it('names a status it does not know by its number, and follows the mapping', async () => {
    const house = await openFolderHouse({ statuses: { 9: 'On Hold' } })
    house.put(1, { status: 9 })
    house.put(2, { status: 26 })
    house.put(3, { status: 3 })
    house.put(4, { status: 5 })
    await house.poll()

    expect(house.here(1)).toMatchObject({ status: 'on_hold', holdReason: 'Status 9' })
    expect(house.here(2)).toMatchObject({ status: 'in_progress' })
    expect(house.here(3)).toMatchObject({ status: 'on_hold', holdReason: 'Pending' })
    expect(house.here(4)).toMatchObject({ status: 'closed', section: 0 })
  })
})

describe('a file that is not whole', () => {
  it('is waited for, and named after a minute, while what is here stays', async () => {
    const house = await openFolderHouse()
    house.put(1)
    house.put(2)
    await house.poll()

    house.write('tickets/1.txt', ticketText(1, { subject: 'Half' }).slice(0, 60))
    house.put(2, { subject: 'The other one' })
    expect(await house.poll()).toMatchObject({ ok: true, changed: 1, error: null })
    expect(await house.poll()).toMatchObject({ ok: true, error: null })
    const late = await house.poll()
    expect(late.ok).toBe(true)
    expect(late.error).toMatch(/^1\.txt is not whole: .* What is here of it stays as it was\.$/)
    for (let polls = 0; polls < 4; polls += 1) await house.poll()
    expect(house.here(1)).toMatchObject({ title: 'Ticket 1', archivedAt: null, missedSnapshots: 0, section: 1 })
    expect(house.here(2)?.title).toBe('The other one')

    house.put(1, { subject: 'Whole again' })
    expect(await house.poll()).toMatchObject({ ok: true, changed: 1, error: null })
    expect(house.here(1)?.title).toBe('Whole again')
  })

  it.each([
    ['empty', ''],
    ['not JSON', 'Dear all'],
    ['a list', '[]'],
    ['another ticket', ticketText(9)],
    ['without a status', ticketText(8, { status: null })],
  ])('is not taken for a ticket: %s', async (_what, text) => {
    const house = await openFolderHouse()
    house.put(1)
    house.write('tickets/8.txt', text)

    expect(await house.poll()).toMatchObject({ ok: true, changed: 1, error: null })
    house.clock.pass(MINUTE)
    expect((await house.poll()).error).toMatch(/^8\.txt (is|holds) /)
    expect(house.here(8)).toBeUndefined()
    expect(house.here(9)).toBeUndefined()
    expect(house.here(1)).toBeDefined()
  })
})

describe('the folder’s bounds', () => {
  it('hold: a link that leads out is refused, also for the lists, and one within is read', async () => {
    const house = await openFolderHouse()
    const elsewhere = layFolder()
    writeFileSync(path.join(elsewhere, '6.txt'), ticketText(6))
    writeFileSync(path.join(elsewhere, 'people.txt'), '501:Spy\n')
    symlinkSync(path.join(elsewhere, '6.txt'), path.join(house.folder, 'tickets/6.txt'))
    symlinkSync(path.join(elsewhere, 'people.txt'), path.join(house.folder, 'agents.txt'))
    house.write('seven', ticketText(7))
    symlinkSync('../seven', path.join(house.folder, 'tickets/7.txt'))

    const { ok, error } = await house.poll()
    expect(ok).toBe(true)
    expect(error).toContain('6.txt is a link that leads out of the folder.')
    expect(error).toContain('agents.txt is a link that leads out of the folder.')
    expect(house.here(6)).toBeUndefined()
    expect(house.here(7)).toBeDefined()
    expect(await house.adapter.get('6', never)).toBeNull()
    expect(await house.adapter.get('../seven', never)).toBeNull()
  })

  it('hold for the folder of tickets too', async () => {
    const house = await openFolderHouse()
    const elsewhere = layFolder()
    house.remove('tickets')
    symlinkSync(path.join(elsewhere, 'tickets'), path.join(house.folder, 'tickets'))

    expect(await house.poll()).toMatchObject({ ok: false, error: expect.stringContaining('leads out of it') as string })
  })

  it('leave out what is too large, or no file at all', async () => {
    const house = await openFolderHouse()
    house.put(1, { description_text: 'x'.repeat(5 * 1024 * 1024) })
    mkdirSync(path.join(house.folder, 'tickets/2.txt'))
    house.put(3)

    const { ok, changed, error } = await house.poll()
    expect({ ok, changed }).toEqual({ ok: true, changed: 1 })
    expect(error).toContain('1.txt is larger than 5 MB.')
    expect(error).toContain('2.txt is not a file.')
  })
})

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

describe('the lists of people', () => {
  it('give names to whoever had none, and to tickets whose files did not change', async () => {
    const house = await openFolderHouse()
    house.put(1)
    await house.poll()
    house.write('agents.txt', '501:Ada Agent\n')

    expect(await house.poll()).toMatchObject({ seen: 1, changed: 1 })
    expect(timeline(house, house.here(1)?.id ?? 0)).toContainEqual({ field: 'assignee', from: '501', to: 'Ada Agent' })
    expect(await house.poll()).toMatchObject({ seen: 0 })
  })

  it('name the lines that were skipped', async () => {
    const house = await openFolderHouse()
    house.put(1)
    house.write('agents.txt', '501:Ada Agent\nBo\nCy\nDi\nEd\n')

    expect(await house.poll()).toMatchObject({
      ok: true,
      error: 'agents.txt: line 2, 3, 4 and 1 more is not id:Name and was skipped.',
    })
  })

  it('keep their names while a list is away for a moment', async () => {
    const house = await openFolderHouse()
    house.write('agents.txt', '501:Ada Agent\n')
    house.put(1)
    await house.poll()

    house.write('agents.txt', '')
    expect(await house.poll()).toMatchObject({ seen: 0, changed: 0 })
    house.write('agents.txt', '501:Ada Agent\n502:Bo\n')
    await house.poll()
    expect(timeline(house, house.here(1)?.id ?? 0).filter(({ field }) => field === 'assignee')).toEqual([])
  })
})

describe('the check', () => {
  it('says what is there', async () => {
    const house = await openFolderHouse()
    house.put(1)
    house.write('tickets/2.txt', '{')
    house.write('agents.txt', '501:Ada Agent\n')

    expect(await house.adapter.check(never)).toEqual([
      { ok: true, text: `${house.folder}/tickets can be read and holds 2 tickets.`, remedy: null },
      {
        ok: false,
        text: expect.stringMatching(/^2\.txt is not whole/) as string,
        remedy: 'If it is not just being written, have it written anew.',
      },
      { ok: true, text: 'agents.txt names 1 person.', remedy: null },
      {
        ok: true,
        text: 'requesters.txt was not found, so requesters are shown by their numbers.',
        remedy: 'Put it beside the tickets: id:Name, a line each.',
      },
    ])
  })

  it('says what is wrong with the folder', async () => {
    const house = await openFolderHouse()
    house.remove('.')
    expect(await house.adapter.check(never)).toEqual([
      {
        ok: false,
        text: `The folder ${house.folder} is not there.`,
        remedy: 'Check the path, and that its disk or share is mounted.',
      },
    ])
  })

  it('offers what the files use for mapping', async () => {
    const house = await openFolderHouse()
    house.put(1, { status: 26, priority: 1, group_id: 71 })
    house.put(2, { status: 2, type: 'Service Request' })
    house.put(3, { status: 9 })

    expect(await house.adapter.choices(never)).toEqual({
      statuses: [
        { id: '2', name: 'Open' },
        { id: '9', name: null },
        { id: '26', name: null },
      ],
      priorities: [
        { id: '1', name: 'Low' },
        { id: '2', name: 'Medium' },
      ],
      types: ['Incident', 'Service Request'],
      groups: [{ id: '71', name: null }],
      workspaces: [],
    })
  })
})

describe('the watch', () => {
  const soon = { timeout: 4_000, interval: 50 }

  it('tells once when files change, also in a folder that took the place of the former', async () => {
    const { adapter, folder, put, write, remove } = await openFolderHouse()
    const heard = vi.fn()
    const stop = adapter.watch?.(heard)
    onTestFinished(() => stop?.())

    put(1)
    put(2)
    write('unrelated.db', 'x')
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), soon)

    remove('tickets')
    mkdirSync(path.join(folder, 'tickets'))
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), soon)
    await sleep(2_200)
    put(3)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(3), soon)

    stop?.()
    put(4)
    await sleep(700)
    expect(heard).toHaveBeenCalledTimes(3)
  }, 15_000)

  it('does not hear what else is written in the folder', async () => {
    const { adapter, write } = await openFolderHouse()
    const heard = vi.fn()
    const stop = adapter.watch?.(heard)
    onTestFinished(() => stop?.())

    write('pennant.db', 'x')
    await sleep(700)
    expect(heard).not.toHaveBeenCalled()
    write('agents.txt', '501:Ada Agent\n')
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), soon)
  })

  it('has the poller read at once, but not while the source is paused', async () => {
    const house = await openFolderHouse()
    const { desk, put, here, source } = house
    const poller = new Poller(desk, openAdapter)
    await poller.reload()
    onTestFinished(() => poller.stop())
    const polls = () => desk.db.sql.get<{ n: number }>('SELECT count(*) AS n FROM SourcePoll')?.n ?? 0
    await vi.waitFor(() => expect(polls()).toBe(1), soon)

    put(1)
    await vi.waitFor(() => expect(here(1)).toBeDefined(), soon)
    await pauseSource(desk, source.id)
    await sleep(2_200)
    const before = polls()
    put(2)
    await sleep(1_000)
    expect(polls()).toBe(before)
    expect(here(2)).toBeUndefined()

    await resumeSource(desk, source.id)
    poller.ask(source.id)
    await vi.waitFor(() => expect(here(2)).toBeDefined(), soon)
  }, 15_000)
})
