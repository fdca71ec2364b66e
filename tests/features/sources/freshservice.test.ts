import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Finding, SourceAdapter } from '#features/sources/adapter.ts'
import { freshserviceAdapter } from '#features/sources/freshservice/adapter.ts'
import { MINUTE, stoppedClock } from '../../support/clock.ts'
import { FAKE_KEY } from '../../support/freshservice.ts'
import { never, openStage, patienceWith } from './freshservice-house.ts'

describe('a snapshot', () => {
  it('names every ticket in work and no other', async () => {
    const { fake, adapter } = await openStage()
    fake.account.addMany(95)
    const waiting = fake.account.add({ status: 9, id: 9_007_199_254_740_993n })
    for (const change of [{ status: 4 }, { status: 5 }, { deleted: true }, { spam: true }]) fake.account.add(change)
    const { ids, complete } = await adapter.snapshot(never)
    expect([ids.size, ids.has(String(waiting.id)), complete]).toEqual([96, true, true])
  })

  it('asks for the statuses it was told', async () => {
    const { fake, adapterWith } = await openStage()
    fake.account.add({ status: 3 })
    fake.account.add({ status: 9 })
    const { ids, complete } = await adapterWith({ activeStatuses: ['9'] }).snapshot(never)
    expect([ids.size, complete]).toEqual([1, true])
    expect(fake.requests.map(({ query }) => query.query)).toEqual(['"status:9"'])
  })

  it('asks several times when there are too many statuses for one query', async () => {
    const { fake, adapterWith } = await openStage()
    const statuses = Array.from({ length: 90 }, (_, index) => index + 100)
    for (const status of statuses) fake.account.add({ status })
    const { ids, complete } = await adapterWith({ activeStatuses: statuses.map(String) }).snapshot(never)
    expect([ids.size, complete, fake.requests.length > 3]).toEqual([90, true, true])
  })

  it.each([
    ['one', ['5'], 10],
    ['two', ['2', '5'], 40],
    ['all', ['0'], 40],
  ])('keeps to %s of the workspaces', async (_what, workspaces, count) => {
    const { fake, adapterWith } = await openStage()
    fake.account.workspaces.push({ id: 5n, name: 'HR' })
    fake.account.addMany(40, (index) => ({ workspace_id: index % 4 === 0 ? 5n : 2n }))
    const { ids, complete } = await adapterWith({ scope: { workspaces, types: [], groups: [] } }).snapshot(never)
    expect([ids.size, complete]).toEqual([count, true])
  })

  it('leaves out what is not ours', async () => {
    const { fake, adapterWith } = await openStage()
    fake.account.add({ type: 'Service Request', group_id: 71n })
    fake.account.add({ type: 'Incident', group_id: 71n })
    fake.account.add({ type: 'Incident', group_id: null })
    const scope = { workspaces: [], types: ['Incident'], groups: ['71'] }
    expect((await adapterWith({ scope }).snapshot(never)).ids.size).toBe(1)
  })

  it('is made again when a ticket left it meanwhile, and is whole then', async () => {
    const { fake, adapter } = await openStage()
    fake.account.addMany(75)
    const newest = [...fake.account.tickets.keys()].at(-1) ?? 0n
    fake.set({ between: (page) => page === 1 && fake.account.change(newest, { status: 4 }) })
    const { ids, complete } = await adapter.snapshot(never)
    expect(complete).toBe(true)
    expect([...fake.account.tickets.values()].filter(({ id, status }) => status === 2 && !ids.has(String(id)))).toEqual(
      [],
    )
  })

  it('is not complete when tickets leave it all the time', async () => {
    const { fake, adapter } = await openStage()
    fake.account.addMany(200)
    fake.set({
      between: () => {
        const id = [...fake.account.tickets.values()].findLast(({ status }) => status === 2)?.id ?? 0n
        fake.account.change(id, { status: 4 })
      },
    })
    expect((await adapter.snapshot(never)).complete).toBe(false)
  })

  it('is not complete when the statuses of the account cannot be read', async () => {
    const { fake, adapter } = await openStage()
    fake.forbidden.add('/ticket_form_fields')
    fake.account.add()
    expect(await adapter.snapshot(never)).toEqual({
      ids: new Set([...fake.account.tickets.keys()].map(String)),
      complete: false,
    })
  })

  it.each(['no-link', 'same-page'] as const)('gets over %j', async (how) => {
    const { fake, adapter } = await openStage({}, patienceWith(how))
    fake.account.addMany(100)
    fake.fail(how, { path: /filter/ })
    const { ids, complete } = await adapter.snapshot(never)
    expect([ids.size, complete]).toEqual([100, true])
  })

  it.each([401, 403, 500, 'hang', 'cut', 'garbled'] as const)('fails on %j rather than being short', async (how) => {
    const { fake, adapter } = await openStage({}, patienceWith(how))
    fake.account.addMany(40)
    fake.fail(how, { path: /filter/, times: 99 })
    await expect(adapter.snapshot(never)).rejects.toMatchObject({ name: 'SourceFailure' })
  })
})

describe('one ticket', () => {
  it('comes as it is now', async () => {
    const { fake, adapter } = await openStage()
    const { id } = fake.account.add({ subject: 'Printer on fire', status: 4 })
    expect(await adapter.get(String(id), never)).toMatchObject({
      title: 'Printer on fire',
      status: { name: 'Resolved' },
      gone: false,
    })
    fake.account.change(id, { deleted: true })
    expect((await adapter.get(String(id), never))?.gone).toBe(true)
    fake.account.change(id, { deleted: false, spam: true })
    expect((await adapter.get(String(id), never))?.gone).toBe(true)
  })

  it('is null only when Freshservice itself says that it is not there', async () => {
    const { fake, adapter } = await openStage()
    expect(await adapter.get('77', never)).toBeNull()
    expect(await adapter.get('../agents/1', never)).toBeNull()
    expect(fake.requests).toHaveLength(1)
    for (const how of [401, 403, 500, 'web-page', 'empty'] as const) {
      fake.fail(how, { times: 3 })
      await expect(adapter.get('77', never)).rejects.toMatchObject({ name: 'SourceFailure' })
      fake.calm()
    }
  })

  it('that cannot be read is named', async () => {
    const { fake, adapter } = await openStage()
    const { id } = fake.account.add({ updated_at: null })
    await expect(adapter.get(String(id), never)).rejects.toThrow(`Ticket ${id} could not be read: updated_at missing`)
  })
})

const told = (findings: readonly Finding[]) =>
  findings.map(({ ok, text, remedy }) => [ok, text.replace(/:\d+/, ':PORT'), remedy !== null])

describe('a check', () => {
  it('says what works', async () => {
    const { adapter, fake } = await openStage()
    fake.set({ perMinute: 200 })
    expect(told(await adapter.check(never))).toEqual([
      [true, '127.0.0.1:PORT answers, and the API key may list tickets.', false],
      [true, 'Agents can be shown by name.', false],
      [true, 'The account has 5 statuses.', false],
      [true, 'The account may ask 200 times a minute; 196 are left.', false],
    ])
  })

  it.each([
    [401, 'Freshservice does not accept the API key.', 'Copy it again, whole, from your profile settings'],
    [403, 'The API key may not list tickets.', 'Use the key of an agent'],
    [404, 'There is no Freshservice API at this address.', 'a domain of your own does not serve the API'],
    [503, 'Freshservice has trouble of its own (503).', 'tried again'],
    ['web-page', '127.0.0.1:PORT answers with a web page instead of data.', 'NAME.freshservice.com'],
    [
      'redirect',
      '127.0.0.1:PORT sends us on to elsewhere.freshservice.com, and we do not follow.',
      'Check the address',
    ],
    ['hang', '127.0.0.1:PORT did not answer in time.', 'tried again'],
    [{ retryAfter: '40' }, 'The account has used up what it may ask in a minute.', 'Wait 40 seconds'],
  ] as const)('explains %j', async (how, text, remedy) => {
    const { adapter, fake, waits } = await openStage({}, patienceWith(how))
    fake.fail(how, { times: 9 })
    const findings = await adapter.check(never)
    expect(findings).toHaveLength(1)
    expect(findings[0]?.ok).toBe(false)
    expect(findings[0]?.text.replace(/:\d+/, ':PORT')).toBe(text)
    expect(findings[0]?.remedy).toContain(remedy)
    expect([waits, JSON.stringify(findings).includes(FAKE_KEY)]).toEqual([[], false])
  })

  it.each([
    ['is not there', { apiKey: null }, 'There is no API key.'],
    ['is blank', { apiKey: ' \n' }, 'There is no API key.'],
    ['is wrong', { apiKey: 'mistyped' }, 'Freshservice does not accept the API key.'],
  ])('says that the key %s', async (_what, settings, text) => {
    const { adapterWith } = await openStage()
    expect((await adapterWith(settings).check(never)).map((finding) => finding.text)).toEqual([text])
  })

  it('takes a key with the line end of its file', async () => {
    const { adapterWith } = await openStage()
    expect((await adapterWith({ apiKey: `${FAKE_KEY}\n` }).check(never))[0]?.ok).toBe(true)
  })

  it('refuses an address that is not one, before anything is sent', async () => {
    const { adapterWith, fake } = await openStage()
    const adapter = adapterWith({ baseUrl: 'http://acme.freshservice.com' })
    expect(told(await adapter.check(never))).toEqual([
      [false, 'Freshservice is asked by https only, so that nobody reads the key.', false],
    ])
    await expect(adapter.pull(null, never)).rejects.toMatchObject({ kind: 'permanent' })
    expect(fake.requests).toEqual([])
  })

  it('says that nobody is there', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const { adapterWith } = await openStage()
    const findings = await adapterWith({ baseUrl: `http://127.0.0.1:${port}` }).check(never)
    expect(findings[0]?.text).toBe(`127.0.0.1:${port} refuses the connection.`)
  })

  it.each([
    ['ENOTFOUND', 'The name acme.freshservice.com could not be looked up.', 'Check the spelling'],
    [
      'CERT_HAS_EXPIRED',
      'The certificate of acme.freshservice.com is not accepted (CERT_HAS_EXPIRED).',
      'date of this machine',
    ],
  ])('explains %s', async (code, text, remedy) => {
    const findings = await elsewhere(code).check(never)
    expect(findings[0]?.text).toBe(text)
    expect(findings[0]?.remedy).toContain(remedy)
  })

  /** A network on which everything fails in one way. */
  function elsewhere(code: string): SourceAdapter {
    const cause = Object.assign(new Error(code), { code })
    const scope = { workspaces: [], types: [], groups: [] }
    const account = { baseUrl: 'acme', linkUrl: null, apiKey: FAKE_KEY, scope, horizonDays: 9, activeStatuses: [] }
    const failing: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }))
    const clock = stoppedClock('2026-11-21T09:00:00Z')
    return freshserviceAdapter(account, { fetch: failing, clock, sleep: () => Promise.resolve(), random: () => 0 })
  }

  it('warns of what could be better', async () => {
    const { adapter, fake } = await openStage()
    fake.set({ skewMs: -12 * MINUTE })
    fake.forbidden.add('/agents').add('/ticket_form_fields')
    fake.account.workspaces.push({ id: 5n, name: 'HR' })
    expect(told(await adapter.check(never)).slice(1, 5)).toEqual([
      [true, "This machine's clock is 12 minutes ahead of Freshservice's.", true],
      [true, 'The API key may not list agents; some assignees stay without a name.', true],
      [true, 'The API key may not read the ticket form; only the four standard statuses have names.', true],
      [true, 'The account has 2 workspaces; only the primary one is mirrored.', true],
    ])
  })

  it('says which workspaces cannot be seen', async () => {
    const { adapterWith, fake } = await openStage({ scope: { workspaces: ['2', '7', '8'], types: [], groups: [] } })
    const text = async () => (await adapterWith({}).check(never)).filter(({ ok }) => !ok).map((finding) => finding.text)
    expect(await text()).toEqual(['The API key cannot see workspace 7, 8.'])
    fake.forbidden.add('/workspaces')
    expect(await text()).toEqual(['The API key cannot see workspace 2, 7, 8.'])
  })
})

describe('the choices', () => {
  it('are those of the account', async () => {
    const { adapter } = await openStage()
    const { statuses, ...others } = await adapter.choices(never)
    expect(statuses.at(-1)).toEqual({ id: '9', name: 'Waiting on Customer' })
    expect(others).toEqual({
      priorities: ['Low', 'Medium', 'High', 'Urgent'].map((name, index) => ({ id: String(index + 1), name })),
      types: ['Incident', 'Service Request'],
      groups: [{ id: '71', name: 'Service desk' }],
      workspaces: [{ id: '2', name: 'IT' }],
    })
  })

  it('are what every account has, or none, where the key may not read them', async () => {
    const { adapter, fake } = await openStage()
    fake.forbidden.add('/groups').add('/workspaces').add('/ticket_form_fields')
    const { statuses, priorities, types, groups, workspaces } = await adapter.choices(never)
    expect([statuses.length, priorities.length, types, groups, workspaces]).toEqual([4, 4, [], [], []])
  })

  it('fail when the account cannot be asked at all', async () => {
    const { adapter, fake } = await openStage()
    fake.fail(401, { times: 9 })
    await expect(adapter.choices(never)).rejects.toMatchObject({ kind: 'auth' })
  })
})
