import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../support/clock.ts'
import { isoOf } from '../../support/freshservice-account.ts'
import { markOf, never, openMirror, openStage, polled, ticketCalls } from './freshservice-house.ts'

describe('a pull', () => {
  it('begins at the horizon, says so, and asks for what it needs', async () => {
    const stage = await openStage()
    const { fake, clock } = stage
    fake.account.add({
      subject: 'old',
      created_at: isoOf(clock.now() - 80 * DAY),
      updated_at: isoOf(clock.now() - 80 * DAY),
    })
    fake.account.add({ subject: 'ancient', updated_at: isoOf(clock.now() - 91 * DAY) })
    const mirror = openMirror()
    await mirror.poll(stage.adapter)

    expect([...mirror.tickets.values()].map(({ title }) => title)).toEqual(['old'])
    expect(ticketCalls(stage)[0]?.query).toEqual({
      updated_since: isoOf(clock.now() - 90 * DAY - 5 * MINUTE),
      include: 'stats,requester',
      page: '1',
      per_page: '100',
    })
  })

  it('brings a ticket whole, with the names that go with it', async () => {
    const { fake, clock, adapter } = await openStage()
    fake.account.workspaces.push({ id: 3n, name: 'HR' })
    const now = isoOf(clock.now())
    fake.account.add({
      id: 9_007_199_254_740_993n,
      subject: 'Printer on fire',
      description_text: ' It burns.\n',
      status: 9,
      priority: 4,
      category: 'Hardware',
      sub_category: 'Printer',
      responder_id: 501n,
      group_id: 71n,
      tags: ['fire'],
      fr_due_by: '2026-11-21T10:00:00Z',
      due_by: '2026-11-22T12:00:00+02:00',
      stats: { first_responded_at: now, resolved_at: null, closed_at: 'soon' },
    })
    const { tickets } = await adapter.pull(null, never)
    expect(tickets).toEqual([
      {
        externalId: '9007199254740993',
        url: 'https://help.acme.com/a/tickets/9007199254740993',
        title: 'Printer on fire',
        description: 'It burns.',
        status: { id: '9', name: 'Waiting on Customer' },
        priority: { id: '4', name: 'Urgent' },
        type: 'Incident',
        category: 'Hardware / Printer',
        group: { id: '71', name: 'Service desk' },
        workspace: { id: '2', name: 'IT' },
        requester: {
          externalId: '901',
          name: 'Rita Requester',
          email: 'rita@example.com',
          phone: '555-0100',
          agent: false,
        },
        assignee: { externalId: '501', name: 'Ada Agent', email: 'ada@example.com', phone: null, agent: true },
        tags: ['fire'],
        createdAt: clock.now(),
        updatedAt: clock.now(),
        firstRespondedAt: clock.now(),
        resolvedAt: null,
        closedAt: null,
        firstResponseDueAt: Date.parse('2026-11-21T10:00:00Z'),
        dueAt: Date.parse('2026-11-22T10:00:00Z'),
        gone: false,
      },
    ])
  })

  it('turns HTML into words where there is no plain text', async () => {
    const { fake, adapter } = await openStage()
    const { id } = fake.account.add({
      description: '<p>1 &lt; 2 &amp; <b>so</b></p><div>on<br>it goes</div><script>x()</script>',
    })
    fake.account.change(id, { description_text: undefined as never })
    const { tickets } = await adapter.pull(null, never)
    expect(tickets[0]?.description).toBe('1 < 2 & so\non\nit goes')
  })

  it('then asks for what changed since the last change, five minutes earlier', async () => {
    const { stage, mirror } = await polled()
    const mark = stage.clock.now()
    stage.clock.pass(HOUR)
    expect(await mirror.poll(stage.adapter)).toBeNull()
    expect(markOf(mirror.cursor)).toBe(mark)
    expect(ticketCalls(stage).at(-1)?.query.updated_since).toBe(isoOf(mark - 5 * MINUTE))
  })

  it('reads many pages, and names each ticket once', async () => {
    const { stage } = await polled(1_234)
    expect(ticketCalls(stage).length).toBeLessThan(16)
  })

  it('takes one workspace after the other', async () => {
    const stage = await openStage({ scope: { workspaces: ['2', '5'], types: [], groups: [] } })
    stage.fake.account.addMany(150, (index) => ({ workspace_id: index % 3 === 0 ? 5n : 2n }))
    stage.fake.account.add({ workspace_id: 6n, subject: 'elsewhere' })
    const mirror = openMirror()
    await mirror.poll(stage.adapter)
    expect(mirror.tickets.size).toBe(150)
    expect(new Set(ticketCalls(stage).map(({ query }) => query.workspace_id))).toEqual(new Set(['2', '5']))
  })

  it('says of a ticket that left our groups that it is gone', async () => {
    const stage = await openStage({ scope: { workspaces: [], types: [], groups: ['71'] } })
    const { id } = stage.fake.account.add({ group_id: 71n })
    const mirror = openMirror()
    await mirror.poll(stage.adapter)
    expect(mirror.tickets.get(String(id))?.gone).toBe(false)
    stage.clock.pass(MINUTE)
    stage.fake.account.change(id, { group_id: 72n })
    await mirror.poll(stage.adapter)
    expect(mirror.tickets.get(String(id))?.gone).toBe(true)
  })

  it.each([
    ['garbage', '{"scope":'],
    ['of another kind', '{"since":1}'],
  ])('begins anew with a cursor that is %s', async (_what, cursor) => {
    const { stage } = await polled()
    expect((await stage.adapter.pull(cursor, never)).tickets).toHaveLength(3)
  })

  it('begins anew when something else is to be mirrored', async () => {
    const { stage, mirror } = await polled()
    stage.clock.pass(DAY)
    expect((await stage.adapter.pull(mirror.cursor, never)).tickets).toHaveLength(3)
    const wider = stage.adapterWith({ horizonDays: 120 })
    await wider.pull(mirror.cursor, never)
    expect(ticketCalls(stage).at(-1)?.query.updated_since).toBe(isoOf(stage.clock.now() - 120 * DAY - 5 * MINUTE))
  })

  it('goes on in the middle with another adapter, as after a restart', async () => {
    const stage = await openStage()
    stage.fake.account.addMany(350)
    const mirror = openMirror()
    mirror.cursor = (await stage.adapter.pull(null, never)).cursor
    await mirror.poll(stage.adapterWith({}))
    expect(mirror.tickets.size).toBeGreaterThan(250)
    expect(mirror.tickets.size).toBeLessThan(260)
  })

  it('stops when it is told to, with the reason it was given', async () => {
    const { stage } = await polled()
    const controller = new AbortController()
    stage.fake.fail('hang')
    const asked = stage.adapter.pull(null, controller.signal)
    controller.abort(new Error('we close'))
    await expect(asked).rejects.toThrow('we close')
  })
})

describe('names', () => {
  it('of an agent who asks, and of a requester who was not embedded, are looked up once', async () => {
    const { stage, mirror } = await polled(0)
    const { fake, adapter } = stage
    fake.account.add({ requester_id: 501n })
    fake.account.add({ requester_id: 902n, responder_id: 555n })
    await mirror.poll(adapter)
    await mirror.poll(adapter)
    const people = [...mirror.tickets.values()].map(({ requester, assignee }) => [
      requester?.name,
      requester?.agent,
      assignee?.name,
    ])
    expect(people).toEqual(
      expect.arrayContaining([
        ['Ada Agent', true, undefined],
        [null, false, null],
      ]),
    )
    const paths = fake.requests.map(({ path }) => path).filter((path) => /^\/(?:requesters|agents)/.test(path))
    expect(paths.toSorted()).toEqual(['/agents', '/agents/555', '/agents/902', '/requesters/902'])
  })

  it('that may not be read keep no ticket away', async () => {
    const { fake, adapter } = await openStage()
    for (const path of ['/agents', '/agents/501', '/groups', '/workspaces', '/ticket_form_fields'])
      fake.forbidden.add(path)
    fake.account.add({ responder_id: 501n, group_id: 71n, status: 9 })
    const { tickets } = await adapter.pull(null, never)
    expect(tickets[0]).toMatchObject({
      status: { id: '9', name: null },
      priority: { id: '2', name: 'Medium' },
      group: { id: '71', name: null },
      workspace: { id: '2', name: null },
      assignee: { externalId: '501', name: null, agent: true },
    })
  })

  it('are read again when a ticket has one that is new, though not at every poll', async () => {
    const { stage, mirror } = await polled()
    const { fake, clock, adapter } = stage
    const agentLists = () => fake.requests.filter(({ path }) => path === '/agents').length
    fake.account.agents.push({ id: 502n, first_name: 'Ben', last_name: 'New', email: 'ben@example.com' })
    clock.pass(20 * MINUTE)
    const { id } = fake.account.add({ responder_id: 502n })
    await mirror.poll(adapter)
    expect(mirror.tickets.get(String(id))?.assignee?.name).toBe('Ben New')
    expect(agentLists()).toBe(2)
    for (let minute = 0; minute < 10; minute += 1) {
      clock.pass(MINUTE)
      fake.account.add({ responder_id: 600n + BigInt(minute) })
      await mirror.poll(adapter)
    }
    expect(agentLists()).toBe(2)
  })
})
