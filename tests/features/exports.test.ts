import { Command } from 'commander'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { registerExportCommands } from '#features/exports/command.ts'
import type { Desk } from '#src/desk.ts'
import { MINUTE } from '../support/clock.ts'
import { addPerson, openHouse, type Browser, type House } from '../support/house.ts'
import { openTicket } from './page.ts'
import { openFolderHouse } from './sources/folder-house.ts'

const NOW = Date.parse('2026-11-21T09:00:00Z')

/** Runs `pennant export ticket-dash` and answers what it said. */
async function run(desk: Desk, ...words: readonly string[]): Promise<string> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const program = new Command()
  registerExportCommands(program, () => Promise.resolve({ desk, close: () => Promise.resolve() }))
  try {
    await program.parseAsync(['export', 'ticket-dash', ...words], { from: 'user' })
    return said.mock.calls.flat().join('\n')
  } finally {
    said.mockRestore()
  }
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-export-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type Filed = Readonly<Record<string, unknown>>

const filesIn = (folder: string): readonly string[] =>
  readdirSync(path.join(folder, 'tickets')).filter((name) => name !== 'archive')
const ticketIn = (folder: string, id: number | string): Filed =>
  JSON.parse(readFileSync(path.join(folder, `tickets/${id}.txt`), 'utf8')) as Filed
const textOf = (folder: string, name: string): string => readFileSync(path.join(folder, name), 'utf8')

const personId = ({ desk }: House, name: string): number =>
  desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })?.id ?? 0

async function openTeam(): Promise<House & { readonly agent: Browser }> {
  const house = await openHouse({ preset: 'team' })
  await addPerson(house.desk, { role: 'agent', name: 'Ada Agent' })
  return { ...house, agent: await house.as('agent', 'Bo Agent') }
}

it('writes what is in work in the other shape, with its people', async () => {
  const house = await openTeam()
  const { desk, agent } = house
  const ada = personId(house, 'Ada Agent')
  const id = await openTicket(agent, {
    title: 'VPN drops',
    description: 'Every **hour**.',
    requester: 'Rita: Requester <rita@example.com>',
    assignee: String(ada),
    priority: 'high',
    type: 'Incident',
    tags: 'vpn, network',
  })
  const held = await openTicket(agent, { title: 'Printer', priority: 'critical' })
  await agent.post(`/tickets/${held}/status`, { to: 'on_hold', holdReason: 'Awaiting parts' }).expect(303)
  const done = await openTicket(agent, { title: 'Done', priority: 'low' })
  await agent.post(`/tickets/${done}/status`, { to: 'cancelled' }).expect(303)
  const folder = emptyFolder()

  expect(await run(desk, folder)).toBe('2 tickets: 2 written, 0 as before, 0 archived.\n3 agents, 1 requester.')

  expect(filesIn(folder).toSorted()).toEqual([`${id}.txt`, `${held}.txt`])
  const rita = personId(house, 'Rita: Requester')
  expect(ticketIn(folder, id)).toEqual({
    id,
    subject: 'VPN drops',
    description_text: 'Every **hour**.',
    status: 2,
    priority: 3,
    type: 'Incident',
    category: null,
    requester_id: rita,
    responder_id: ada,
    tags: ['network', 'vpn'],
    created_at: '2026-11-21T09:00:00Z',
    updated_at: '2026-11-21T09:00:00Z',
    fr_due_by: '2026-11-21T13:00:00Z',
    due_by: '2026-11-22T09:00:00Z',
    stats: { first_responded_at: null, agent_responded_at: null, resolved_at: null, closed_at: null },
  })
  expect(ticketIn(folder, held)).toMatchObject({ status: 3, priority: 4, responder_id: null })
  expect(textOf(folder, 'requesters.txt')).toBe(`${rita}:Rita: Requester\n`)
  expect(textOf(folder, 'agents.txt')).toContain(`${ada}:Ada Agent\n`)
  expect(textOf(folder, `tickets/${id}.txt`)).toMatch(/^\{\n {4}"id"/)

  expect(await run(desk, '--all', folder)).toContain('3 tickets: 1 written, 2 as before, 0 archived.')
  expect(ticketIn(folder, done)).toMatchObject({ status: 5 })
})

it('says when an agent answered first and last', async () => {
  const { desk, clock, agent } = await openTeam()
  const id = await openTicket(agent, { title: 'VPN drops', priority: 'high', requester: 'rita@example.com' })
  clock.pass(10 * MINUTE)
  await agent.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'We are looking.' }).expect(303)
  clock.pass(10 * MINUTE)
  await agent.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Found it.' }).expect(303)
  const folder = emptyFolder()

  await run(desk, folder)
  expect(ticketIn(folder, id)).toMatchObject({
    stats: { first_responded_at: '2026-11-21T09:10:00Z', agent_responded_at: '2026-11-21T09:20:00Z' },
  })
})

it('touches no file whose ticket is the same, and leaves nothing half-done behind', async () => {
  const { desk, agent } = await openTeam()
  for (const title of ['One', 'Two', 'Three']) await openTicket(agent, { title, priority: 'low' })
  const folder = emptyFolder()
  await run(desk, folder)
  writeFileSync(path.join(folder, 'tickets/.1.txt.4242.tmp'), '{ "id"')
  const looks = () =>
    ['agents.txt', 'requesters.txt', ...filesIn(folder).map((name) => `tickets/${name}`)]
      .filter((name) => !name.endsWith('.tmp'))
      .map((name) => [name, statSync(path.join(folder, name)).ctimeMs, statSync(path.join(folder, name)).ino])
  const before = looks()

  expect(await run(desk, folder)).toContain('3 tickets: 0 written, 3 as before, 0 archived.')
  expect(looks()).toEqual(before)
  expect(filesIn(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

it('moves the files of tickets that are done into the archive of the day', async () => {
  const { desk, agent, clock } = await openTeam()
  const [one, two] = [
    await openTicket(agent, { title: 'One', priority: 'low' }),
    await openTicket(agent, { title: 'Two', priority: 'low' }),
  ]
  const folder = emptyFolder()
  await run(desk, folder)
  await agent.post(`/tickets/${one}/status`, { to: 'cancelled' }).expect(303)
  // 23:30 UTC is the next day in Berlin.
  clock.set('2026-11-21T23:30:00Z')

  expect(await run(desk, folder)).toContain('1 ticket: 0 written, 1 as before, 1 archived.')
  expect(filesIn(folder)).toEqual([`${two}.txt`])
  expect(existsSync(path.join(folder, `tickets/archive/2026-11-22/${one}.txt`))).toBe(true)
})

it('does not take over a folder with ticket files of somebody else', async () => {
  const { desk } = await openTeam()
  const folder = emptyFolder()
  mkdirSync(path.join(folder, 'tickets'))
  writeFileSync(path.join(folder, 'tickets/7.txt'), '{}')

  await expect(run(desk, folder)).rejects.toThrow('holds ticket files that were not exported from here')
  expect(textOf(folder, 'tickets/7.txt')).toBe('{}')
  expect(readdirSync(folder)).toEqual(['tickets'])
})

it('does not write where it reads', async () => {
  const house = await openFolderHouse()
  house.put(1)
  await house.poll()

  for (const folder of [house.folder, path.join(house.folder, '../', path.basename(house.folder))])
    await expect(run(house.desk, folder)).rejects.toThrow('is mirrored here as Ticket folder. Choose another folder.')
})

it('says in words that a folder cannot be written', async () => {
  const { desk } = await openTeam()
  const file = path.join(emptyFolder(), 'file')
  writeFileSync(file, '')

  await expect(run(desk, file)).rejects.toThrow(/cannot be written: .* Let the user that runs this write it\.$/)
})

it('gives a mirrored ticket its own number, status and deadlines, and leaves out ours of that number', async () => {
  const house = await openFolderHouse({ statuses: { 26: 'On Hold' } })
  const ours = await openTicket(house.visitor(), { title: 'Ours', priority: 'low' })
  house.put(ours, { subject: 'Theirs', status: 26, priority: 4 })
  house.put(4711, { status: 2 })
  house.write('agents.txt', '501:Ada Agent\n')
  await house.poll()
  const folder = emptyFolder()

  const said = await run(house.desk, folder)
  expect(said).toContain('2 tickets: 2 written')
  expect(said).toContain(`1 ticket left out:\n  Ticket ${ours} has the number of another mirrored ticket.`)
  expect(ticketIn(folder, ours)).toMatchObject({
    subject: 'Theirs',
    status: 26,
    priority: 4,
    fr_due_by: '2026-11-21T08:00:00Z',
    due_by: '2026-11-25T09:00:00Z',
  })
  expect(ticketIn(folder, 4711)).toMatchObject({ status: 2, responder_id: personId(house, 'Ada Agent') })
})

it('is the same again on another desk that mirrors the folder', async () => {
  const { desk, agent, clock } = await openTeam()
  for (const [index, priority] of ['low', 'medium', 'high', 'critical'].entries()) {
    clock.pass(10 * MINUTE)
    await openTicket(agent, {
      title: `Ticket “${index}” ✓`,
      description: `Line one\n\n"Line" ${index}`,
      requester: `Requester ${index}`,
      priority,
      tags: `tag-${index}`,
    })
  }
  const assigned = await openTicket(agent, { title: 'Assigned', priority: 'high' })
  await agent.post(`/tickets/${assigned}/updates`, { kind: 'reply', body: 'Hello' }).expect(303)
  const folder = emptyFolder()
  await run(desk, folder)

  const other = await openFolderHouse({}, folder)
  expect(await other.poll()).toMatchObject({ ok: true, seen: 5, error: null })
  const shown = ({ db }: Desk, number: string) =>
    db.sql.all(
      `SELECT ${number} AS number, t.title, t.description, t.priority, t.status, t.section, t.createdAt, t.updatedAt,
         t.firstRespondedAt, r.name AS requester, a.name AS assignee,
         (SELECT group_concat(kind || ' ' || dueAt) FROM (SELECT * FROM Clock WHERE ticketId = t.id ORDER BY kind)) AS due,
         (SELECT group_concat(name) FROM TicketTag JOIN Tag ON Tag.id = tagId WHERE ticketId = t.id) AS tags
       FROM Ticket t LEFT JOIN Person r ON r.id = t.requesterId LEFT JOIN Person a ON a.id = t.assigneeId ORDER BY t.id`,
    )
  const ours = shown(desk, 'CAST(t.id AS TEXT)')
  expect(ours).toHaveLength(5)
  expect(ours[0]).toMatchObject({ requester: 'Requester 0', tags: 'tag-0', createdAt: NOW + 10 * MINUTE })
  expect(shown(other.desk, 't.externalId')).toEqual(ours)
})
