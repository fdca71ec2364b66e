import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openAdapter } from '#features/sources/adapters.ts'
import { Poller } from '#features/sources/poller.ts'
import { pauseSource, resumeSource } from '#features/sources/service.ts'
import { openFolderHouse, type FolderHouse } from './folder-house.ts'
import { never } from './freshservice-house.ts'

const timeline = ({ desk }: FolderHouse, ticketId: number) =>
  desk.db.sql
    .all<{ changes: string }>(
      `SELECT changes FROM "Update" WHERE ticketId = @ticketId AND kind = 'system' ORDER BY id`,
      { ticketId },
    )
    .flatMap(({ changes }) => JSON.parse(changes) as { field: string; from: string | null; to: string | null }[])

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
