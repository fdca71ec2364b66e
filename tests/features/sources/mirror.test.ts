import { expect, it } from 'vitest'
import type { Config } from '#config/config.ts'
import { ensureSources } from '#features/sources/service.ts'
import type { Desk } from '#src/desk.ts'
import { HOUR, MINUTE } from '../../support/clock.ts'
import type { Trouble } from '../../support/freshservice-trouble.ts'
import { isoOf } from '../../support/freshservice-account.ts'
import { openMirror, type Mirror } from './mirror-house.ts'

const NOW = Date.parse('2026-11-21T09:00:00Z')

type SourceConfig = Config['sources'][number]

/** The same desk with another idea of what it mirrors. */
const withSources = ({ desk }: Mirror, change: (source: SourceConfig) => readonly SourceConfig[]): Desk => ({
  ...desk,
  config: { ...desk.config, sources: desk.config.sources.flatMap(change) },
})

const timeline = ({ desk }: Mirror, ticketId: number) =>
  desk.db.sql
    .all<{ changes: string; authorName: string; createdAt: number }>(
      `SELECT changes, authorName, createdAt FROM "Update" WHERE ticketId = @ticketId AND kind = 'system' ORDER BY id`,
      { ticketId },
    )
    .map((row) => ({ ...row, changes: JSON.parse(row.changes) as { field: string; from: string; to: string }[] }))

it('puts mirrored tickets on the same board, with their own deadlines, people and numbers', async () => {
  const mirror = await openMirror()
  const { fake, poll, here } = mirror
  const { id } = fake.account.add({
    subject: 'VPN drops every hour',
    status: 2,
    priority: 4,
    requester_id: 901n,
    responder_id: 501n,
    group_id: 71n,
    tags: ['vpn'],
    fr_due_by: isoOf(NOW - HOUR),
    due_by: isoOf(NOW + 24 * HOUR),
  })

  expect(await poll()).toMatchObject({ ok: true, seen: 1, changed: 1, error: null })

  const row = here(id)
  expect(row).toMatchObject({ status: 'open', priority: 'critical', section: 1, overdueAt: NOW - HOUR })
  const page = await mirror.visitor().get('/').expect(200)
  expect(page.text).toContain('VPN drops every hour')
  expect(page.text).toContain(`title="Freshservice ${id}"`)
  expect(page.text).toContain('Freshservice read 10:00')
  const show = await mirror
    .visitor()
    .get(`/tickets/${row?.id ?? 0}`)
    .expect(200)
  for (const words of ['Rita Requester', 'Ada Agent', 'Service desk', 'vpn', `/a/tickets/${id}`, 'Freshservice owns'])
    expect(show.text).toContain(words)
  const list = await mirror.visitor().get(`/tickets?q=${id}`).expect(200)
  expect(list.text).toContain('VPN drops every hour')
})

it('writes what changed there into the timeline, at its time there, and nothing when nothing did', async () => {
  const mirror = await openMirror()
  const { fake, poll, here, clock } = mirror
  const { id } = fake.account.add({ subject: 'Printer', status: 2, priority: 1, tags: ['old', 'kept'] })
  await poll()
  const ticketId = here(id)?.id ?? 0

  clock.pass(10 * MINUTE)
  fake.account.change(id, { status: 9, priority: 3, subject: 'Printer on floor 2', tags: ['kept', 'new'] })
  expect(await poll()).toMatchObject({ changed: 1 })
  clock.pass(MINUTE)
  expect(await poll()).toMatchObject({ ok: true, changed: 0 })

  const [opened, changed, ...rest] = timeline(mirror, ticketId)
  expect(rest).toEqual([])
  expect(opened).toMatchObject({ authorName: 'Freshservice', createdAt: NOW })
  expect(changed).toMatchObject({ authorName: 'Freshservice', createdAt: NOW + 10 * MINUTE })
  expect(changed?.changes).toEqual(
    expect.arrayContaining([
      { field: 'title', from: 'Printer', to: 'Printer on floor 2' },
      { field: 'status', from: 'Open', to: 'Waiting on Customer' },
      { field: 'priority', from: 'Low', to: 'High' },
      { field: 'tag', from: 'old', to: null },
      { field: 'tag', from: null, to: 'new' },
    ]),
  )
  expect(here(id)).toMatchObject({ status: 'on_hold', holdReason: 'Waiting on Customer', section: 3, overdueAt: null })
  const page = (await mirror.visitor().get('/settings/sources').expect(200)).text
  expect(page).toContain('changed title from Printer to Printer on floor 2')
  expect(page).toContain('1 ticket read, 1 changed here')
})

it('leaves to us what is ours: tags, notes and watchers stay through every poll', async () => {
  const mirror = await openMirror()
  const { fake, poll, here, clock } = mirror
  const { id } = fake.account.add({ subject: 'Screen', status: 2, tags: ['theirs'] })
  await poll()
  const ticketId = here(id)?.id ?? 0
  const browser = mirror.visitor()

  const form = await browser.get(`/tickets/${ticketId}/edit`).expect(200)
  expect(form.text).not.toContain('name="title"')
  const base = /name="base" value="([^"]*)"/.exec(form.text)?.[1]?.replaceAll('&quot;', '"') ?? ''
  const own = { tags: 'theirs, ours', watchers: 'Will Watcher', notes: 'Seen before.', links: '', base, version: '1' }
  await browser.post(`/tickets/${ticketId}/edit`, { ...own, title: 'Hijacked' }).expect(303)
  await browser.post(`/tickets/${ticketId}/updates`, { kind: 'note', body: 'Called them.' }).expect(303)
  clock.pass(MINUTE)
  fake.account.change(id, { subject: 'Screen flickers', tags: [] })
  await poll()

  const show = (await browser.get(`/tickets/${ticketId}`).expect(200)).text
  for (const words of ['Screen flickers', 'ours', 'Will Watcher', 'Seen before.', 'Called them.'])
    expect(show).toContain(words)
  expect(show).not.toContain('Hijacked')
  expect(mirror.desk.db.sql.all('SELECT g.name FROM TicketTag x JOIN Tag g ON g.id = x.tagId')).toEqual([
    { name: 'ours' },
  ])
})

it.each([
  ['status', '/status', { to: 'in_progress' }],
  ['assignee', '/pick-up', {}],
  ['replies', '/updates', { kind: 'reply', body: 'Hello' }],
  ['deadlines', '/age', {}],
])('refuses to change the %s of a mirrored ticket, and says who owns it', async (thing, path, fields) => {
  const mirror = await openMirror()
  const { id } = mirror.fake.account.add({ subject: 'Theirs', status: 2 })
  await mirror.poll()
  const row = mirror.here(id)
  const browser = mirror.visitor()

  const answer = await browser.post(`/tickets/${row?.id ?? 0}${path}`, fields)

  // What is pressed as a button comes back to the page with the words above it.
  const said = answer.status === 303 ? await browser.get(`/tickets/${row?.id ?? 0}`) : answer
  expect(said.text).toContain(`Freshservice owns the ${thing} of this ticket.`)
  expect(mirror.here(id)).toEqual(row)
})

it('archives what two complete comparisons in a row miss, and brings it back when it comes back', async () => {
  const mirror = await openMirror()
  const { fake, poll, here, clock } = mirror
  const kept = fake.account.add({ subject: 'Stays', status: 2 })
  const gone = fake.account.add({ subject: 'Goes', status: 2, fr_due_by: isoOf(NOW - HOUR) })
  await poll()
  fake.account.destroy(gone.id)

  await poll({ full: true })
  expect(here(gone.id)).toMatchObject({ status: 'open', missedSnapshots: 1, archivedAt: null })
  clock.pass(MINUTE)
  await poll({ full: true })
  expect(here(gone.id)).toMatchObject({ status: 'cancelled', section: 0, overdueAt: null, archivedAt: NOW + MINUTE })
  expect(here(kept.id)).toMatchObject({ status: 'open', missedSnapshots: 0 })

  fake.account.add({ ...gone, updated_at: isoOf(clock.now()) })
  await poll()
  expect(here(gone.id)).toMatchObject({ status: 'open', archivedAt: null, missedSnapshots: 0 })
  const told = timeline(mirror, here(gone.id)?.id ?? 0).flatMap(({ changes }) => changes.map(({ field }) => field))
  expect(told.filter((field) => field === 'archived')).toHaveLength(2)
})

it('takes a comparison that was missed only once for what it was', async () => {
  const mirror = await openMirror()
  const { fake, poll, here } = mirror
  const { id } = fake.account.add({ subject: 'Hides', status: 2 })
  await poll()
  fake.account.destroy(id)
  await poll({ full: true })
  const { id: again } = fake.account.add({ subject: 'Hides', status: 2 })
  expect(here(id)?.missedSnapshots).toBe(1)

  await poll({ full: true })
  expect(here(again)).toMatchObject({ status: 'open' })
})

const TROUBLES: readonly Trouble[] = [
  401,
  403,
  404,
  500,
  502,
  503,
  'hang',
  'cut',
  'reset',
  'garbled',
  'empty',
  'web-page',
  'redirect',
  { retryAfter: '120' },
  { retryAfter: 'Sat, 21 Nov 2026 09:05:00 GMT' },
]

it.each(TROUBLES.map((trouble) => [JSON.stringify(trouble), trouble] as const))(
  'loses and archives nothing when Freshservice answers %s, and heals with the next good poll',
  async (_name, trouble) => {
    const mirror = await openMirror()
    const { fake, poll, here, clock } = mirror
    const tickets = Array.from({ length: 3 }, (_none, index) =>
      fake.account.add({ subject: `Ticket ${index}`, status: 2 }),
    )
    await poll()
    const before = tickets.map(({ id }) => here(id))

    fake.fail(trouble, { times: 100 })
    for (const full of [true, true, true]) {
      clock.pass(HOUR)
      const polled = await poll({ full })
      expect(polled).toMatchObject({ ok: false })
      expect(polled.error).toMatch(/\w+ .*\.$/)
      expect(polled.error).not.toContain('fake-key')
    }
    expect(tickets.map(({ id }) => here(id))).toEqual(before)
    const source = () => mirror.desk.db.sql.get('SELECT state, lastError IS NULL AS well FROM Source')
    expect(source()).toEqual({ state: 'error', well: 0 })

    fake.calm()
    clock.pass(HOUR)
    fake.account.change(tickets[0]?.id ?? 0n, { subject: 'Healed' })
    expect(await poll({ full: true })).toMatchObject({ ok: true, error: null })
    expect(here(tickets[0]?.id ?? 0n)?.title).toBe('Healed')
    expect(source()).toEqual({ state: 'ok', well: 1 })
  },
)

it('says in the frame of every page that the feed is down', async () => {
  const mirror = await openMirror()
  mirror.fake.account.add({ subject: 'Anything', status: 2 })
  await mirror.poll()
  mirror.fake.fail(401, { times: 9 })
  mirror.clock.pass(HOUR)
  await mirror.poll()

  const page = await mirror.visitor().get('/').expect(200)

  expect(page.text).toContain('Freshservice could not be read since')
})

it('reads old tickets by a new mapping without asking again', async () => {
  const mirror = await openMirror()
  const { id } = mirror.fake.account.add({ subject: 'Mapped', status: 9, priority: 2 })
  await mirror.poll()
  expect(mirror.here(id)).toMatchObject({ status: 'on_hold', priority: 'medium' })
  const asked = mirror.fake.requests.length
  const mapping = { statuses: { 9: 'in_progress' }, priorities: { 2: 'critical' } }

  await ensureSources(withSources(mirror, (source) => [{ ...source, mapping }]))

  expect(mirror.here(id)).toMatchObject({ status: 'in_progress', priority: 'critical' })
  expect(mirror.fake.requests).toHaveLength(asked)
})

it('lets the tickets of a system go that is not mirrored any more: they are ours then', async () => {
  const mirror = await openMirror()
  const { id } = mirror.fake.account.add({ subject: 'Inherited', status: 2 })
  await mirror.poll()
  await ensureSources(withSources(mirror, () => []))

  const browser = mirror.visitor()
  await browser.post(`/tickets/${mirror.here(id)?.id ?? 0}/status`, { to: 'in_progress' }).expect(303)

  expect(mirror.here(id)).toMatchObject({ status: 'in_progress' })
})
