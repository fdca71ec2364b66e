import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { eventsOf, formOf, mainOf, openTicket, problemAt } from './page.ts'

const LONG = { access: { sign_in: true, session_hours: 8760, idle_minutes: 525_600 } }

async function openShared(days = '30') {
  const house = await openHouse({ preset: 'team', config: LONG })
  const agent = await house.as('agent', 'Eva Green')
  const id = await openTicket(agent, { requester: 'Walt Walker <walt@example.com>', title: 'Door is stuck' })
  const path = await share(agent, id, days)
  return { ...house, agent, id, path, walt: house.visitor() }
}

/** Makes a link and answers its path. */
async function share(agent: Browser, id: number, days = '30'): Promise<string> {
  const { text } = await agent.post(`/tickets/${id}/links`, { days }).expect(201)
  return /\/t\/[\w-]{43}/.exec(text)?.[0] ?? ''
}

const read = async (browser: Browser, path: string) => (await browser.get(path).expect(200)).text

describe('a link to a ticket', () => {
  it('shows what its person would see, without sign-in, and nothing else', async () => {
    const { agent, id, path, walt } = await openShared()
    await agent
      .upload(`/tickets/${id}/updates`, { kind: 'note', body: 'topsecretnote' }, [
        { name: 'topsecret.txt', content: 'x' },
      ])
      .expect(303)
    await agent
      .upload(`/tickets/${id}/updates`, { body: 'See this.' }, [{ name: 'plan.txt', content: 'up' }])
      .expect(303)

    const page = await read(walt, path)
    expect(mainOf(page)).toContain('You read and answer this ticket as Walt Walker')
    expect(mainOf(page)).toContain('Door is stuck')
    expect(page).toContain('plan.txt')
    expect(page).not.toContain('topsecret')
    expect(page).not.toContain('walt@example.com')
    for (const url of ['/', `/tickets/${id}`, '/tickets', '/attachments/2'])
      expect([url, (await walt.get(url)).headers.location]).toEqual([url, '/sign-in'])
  })

  it('gives the files of what may be read, and no other', async () => {
    const { agent, id, path, walt } = await openShared()
    await agent
      .upload(`/tickets/${id}/updates`, { kind: 'note', body: 'n' }, [{ name: 'a.txt', content: 'x' }])
      .expect(303)
    await agent.upload(`/tickets/${id}/updates`, { body: 'r' }, [{ name: 'plan.txt', content: 'up' }]).expect(303)
    const other = await openTicket(agent, { requester: 'walt@example.com' })
    await agent.upload(`/tickets/${other}/updates`, { body: 'r' }, [{ name: 'b.txt', content: 'other' }]).expect(303)

    const file = await walt.get(`${path}/attachments/2/plan.txt`).expect(200)
    expect(file.headers['cache-control']).toContain('no-store')
    expect((file.body as Buffer).toString()).toBe('up')
    for (const attachment of ['1', '3', '99', 'x']) await walt.get(`${path}/attachments/${attachment}`).expect(404)
  })

  it('lets its person reply with files, confirm, reopen and rate', async () => {
    const { agent, id, path, walt, clock, desk } = await openShared()
    await read(walt, path)
    await walt.upload(`${path}/updates`, { body: 'Still stuck.' }, [{ name: 'door.txt', content: 'door' }]).expect(303)
    for (const to of ['in_progress', 'resolved']) await agent.post(`/tickets/${id}/status`, { to }).expect(303)
    clock.pass(MINUTE)
    expect(problemAt((await walt.post(`${path}/reopening`, { why: '' }).expect(422)).text, 'why')).not.toBe('')
    await walt.post(`${path}/reopening`, { why: 'Stuck again.' }).expect(303)
    await agent.post(`/tickets/${id}/status`, { to: 'resolved' }).expect(303)
    await walt.post(`${path}/rating`, { score: '2' }).expect(303)
    await walt.post(`${path}/confirmation`).expect(303)

    const events = eventsOf(await read(agent, `/tickets/${id}`))
    expect(events.join('\n')).toMatch(/WW Walt Walker replied .* Still stuck\. door\.txt/)
    expect(events.at(-1)).toMatch(/^Walt Walker changed status from Resolved to Closed/)
    expect(await desk.db.read.rating.findFirst()).toMatchObject({ score: 2 })
    expect(mainOf(await read(walt, path))).toContain('This is done.')
  })

  it('keeps what was typed and says what was wrong', async () => {
    const { path, walt } = await openShared()
    await read(walt, path)
    const wrong = await walt.upload(`${path}/updates`, { body: 'Look' }, [{ name: 'a.exe', content: 'x' }]).expect(422)
    expect(formOf(wrong.text, `${path}/updates`).body).toBe('Look')
    expect(problemAt(wrong.text, 'files')).toContain('.exe')
  })

  it('is told to nobody: no path, no index, no cache; and a form of its page is one of ours', async () => {
    const { path, walt } = await openShared()
    const { headers, text } = await walt.get(path).expect(200)
    expect(headers).toMatchObject({
      'referrer-policy': 'strict-origin',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'cache-control': 'no-store',
    })
    const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1]
    const send = (more: Record<string, string>) =>
      walt.raw.post(`${path}/updates`).set(more).type('form').send({ _csrf: token, body: 'Hello' })
    await send({ origin: 'https://elsewhere.example' }).expect(403)
    await send({ origin: 'null', 'sec-fetch-site': 'cross-site' }).expect(403)
    await send({ origin: 'null' }).expect(403)
    await send({ 'sec-fetch-site': 'same-origin' }).expect(303)
  })

  it('gives who is signed in as somebody else no more, and them no less', async () => {
    const { as, path, id } = await openShared()
    const carla = await as('client', 'Carla Client')
    expect(mainOf(await read(carla, path))).toContain('as Walt Walker')
    await carla.get(`/tickets/${id}`).expect(404)
    expect(await read(carla, '/me')).toContain('Carla Client')
  })

  it('takes so many acts an hour and no more', async () => {
    const { path, walt, clock } = await openShared()
    await read(walt, path)
    for (let count = 0; count < 30; count += 1) await walt.post(`${path}/updates`, { body: `${count}` }).expect(303)
    await walt.post(`${path}/updates`, { body: 'one more' }).expect(429)
    clock.pass(HOUR)
    await walt.post(`${path}/updates`, { body: 'later' }).expect(303)
  })
})

describe('a link that opens nothing', () => {
  const gone = async (browser: Browser, path: string) => {
    const { status, text, headers } = await browser.get(path)
    return { status, text: mainOf(text).replace(/[0-9a-f-]{36}/, 'id'), referrer: headers['referrer-policy'] }
  }

  it('answers alike whether it is wrong, revoked, expired, or its person is away', async () => {
    const { agent, id, path, walt, clock, desk, visitor } = await openShared('7')
    const never = await gone(walt, `/t/${'x'.repeat(43)}`)
    expect(never).toMatchObject({ status: 404, referrer: 'strict-origin' })
    expect(await gone(walt, '/t/short')).toEqual(never)
    await read(walt, path)

    const [, other] = [await share(agent, id), await share(agent, id, '')]
    await desk.db.write(({ hot }) => hot.run(`UPDATE Person SET active = 0 WHERE name = 'Walt Walker'`))
    expect(await gone(walt, path)).toEqual(never)
    await walt.post(`${path}/updates`, { body: 'x' }).expect(404)
    await desk.db.write(({ hot }) => hot.run(`UPDATE Person SET active = 1 WHERE name = 'Walt Walker'`))

    clock.pass(7 * DAY)
    expect(await gone(walt, path)).toEqual(never)
    await read(walt, other)
    for (const form of (await read(agent, `/tickets/${id}/links`)).match(/\/tickets\/\d+\/links\/\w+\/removal/g) ?? [])
      await agent.post(form).expect(303)
    expect(await gone(visitor(), other)).toEqual(never)
    expect(await desk.db.read.oneTimeToken.count()).toBe(0)
  })

  it('ends when somebody else becomes the requester', async () => {
    const { agent, id, path, walt } = await openShared()
    const form = formOf(await read(agent, `/tickets/${id}/edit`), `/tickets/${id}/edit`)
    await agent.post(`/tickets/${id}/edit`, { ...form, requester: 'Nora New <nora@example.com>' }).expect(303)
    await walt.get(path).expect(404)
    expect(mainOf(await read(agent, `/tickets/${id}/links`))).toContain('Opens nothing any more')
  })
})

describe('the links of a ticket', () => {
  it('are listed with who made them and when they were used, and kept as hashes alone', async () => {
    const { agent, id, path, walt, desk, clock } = await openShared()
    expect(mainOf(await read(agent, `/tickets/${id}/links`))).toContain('by Eva Green Not used yet')
    clock.pass(HOUR)
    await read(walt, path)

    const page = await read(agent, `/tickets/${id}/links`)
    expect(mainOf(page)).toContain('For Walt Walker Made 21 Nov, 10:00 by Eva Green Last used 21 Nov, 11:00')
    const token = path.slice('/t/'.length)
    expect(page).not.toContain(token)
    const stored = JSON.stringify([
      await desk.db.read.oneTimeToken.findMany(),
      await desk.db.read.auditEntry.findMany(),
    ])
    expect(stored).toContain('ticket.shared')
    expect(stored).not.toContain(token)
  })

  it('are for a requester who does not work here', async () => {
    const { agent, as } = await openShared()
    await as('agent', 'Troy Pound')
    const nobodys = await openTicket(agent)
    const staffs = await openTicket(agent, { requester: 'troy.pound@example.com' })
    const none = await agent.post(`/tickets/${nobodys}/links`, { days: '7' }).expect(422)
    expect(problemAt(none.text, 'days')).toContain('no requester')
    const staff = await agent.post(`/tickets/${staffs}/links`, { days: '7' }).expect(422)
    expect(problemAt(staff.text, 'days')).toContain('Troy Pound works here')
    await agent.post(`/tickets/${staffs}/links`, { days: '8' }).expect(422)
  })

  it('are no part of a desk that answers its own machine alone', async () => {
    const { visitor } = await openHouse({ preset: 'personal' })
    const browser = visitor()
    const id = await openTicket(browser, { requester: 'walt@example.com' })
    expect(await read(browser, `/tickets/${id}`)).not.toContain('Share by link')
    await browser.get(`/tickets/${id}/links`).expect(404)
    await browser.post(`/tickets/${id}/links`, { days: '7' }).expect(404)
  })
})
