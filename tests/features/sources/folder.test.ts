import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HOUR, MINUTE } from '../../support/clock.ts'
import { layFolder, openFolderHouse, ticketText } from './folder-house.ts'
import { never } from './freshservice-house.ts'

const NOW = Date.parse('2026-11-21T09:00:00Z')

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
