import { expect, it } from 'vitest'
import { MINUTE } from '../../support/clock.ts'
import { openHouse, type Browser } from '../../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket, problemAt, rowsOf } from '../page.ts'

const say = (browser: Browser, id: number, fields: Record<string, string>) =>
  browser.post(`/tickets/${id}/updates`, fields).expect(303)
const timeline = async (browser: Browser, id: number) =>
  eventsOf((await browser.get(`/tickets/${id}`).expect(200)).text)

it('tells replies, notes and changes in the order in which they happened', async () => {
  const { as, clock } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent', 'Troy Pound'), await as('client', 'Carla Client')]
  const id = await openTicket(client)

  for (const [who, fields] of [
    [agent, { kind: 'reply', body: 'Which **printer**?' }],
    [client, { body: 'The one that burns.' }],
    [agent, { kind: 'note', body: 'She means floor 3.' }],
  ] as const) {
    clock.pass(MINUTE)
    await say(who, id, fields)
  }

  expect(await timeline(agent, id)).toEqual([
    'Carla Client opened this ticket 21 Nov, 10:00',
    'TP Troy Pound replied 21 Nov, 10:01 Which printer ?',
    'CC Carla Client replied 21 Nov, 10:02 The one that burns.',
    'TP Troy Pound noted, agents only 21 Nov, 10:03 She means floor 3.',
  ])
})

it('keeps notes from clients: on the page, in search, in counts and in files', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent', 'Troy Pound'), await as('client', 'Carla Client')]
  const id = await openTicket(agent, { requester: 'carla.client@example.com', notes: 'topsecretfield' })
  await agent
    .upload(`/tickets/${id}/updates`, { kind: 'note', body: 'topsecretnote', links: 'https://topsecretlink.example' }, [
      { name: 'topsecretfile.txt', content: 'hush' },
    ])
    .expect(303)
  await say(agent, id, { kind: 'reply', body: 'openword' })
  const attachment = await desk.db.read.attachment.findFirstOrThrow()

  for (const url of [`/tickets/${id}`, `/tickets/${id}/preview`, '/', '/tickets'])
    expect((await client.get(url).expect(200)).text).not.toContain('topsecret')
  expect(rowsOf((await client.get('/tickets?q=openword')).text)).toEqual([id])
  for (const word of ['topsecretfield', 'topsecretnote', 'topsecretlink', 'topsecretfile']) {
    expect(rowsOf((await client.get(`/tickets?q=${word}`)).text)).toEqual([])
    expect(rowsOf((await agent.get(`/tickets?q=${word}`)).text)).toEqual([id])
  }
  await client.get(`/attachments/${attachment.id}`).expect(404)
  await agent.get(`/attachments/${attachment.id}`).expect(200)
  const list = (await client.get('/tickets')).text
  expect(list).toMatch(/1<span class="unseen"> updates/)
  expect(list).not.toMatch(/<span class="unseen"> files/)
  await client.post(`/tickets/${id}/updates`, { kind: 'note', body: 'mine' }).expect(403)
})

it('makes a reply, a move, links and files one act', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const agent = await as('agent', 'Troy Pound')
  const id = await openTicket(agent)
  await say(agent, id, { status: 'in_progress' })

  await agent
    .upload(
      `/tickets/${id}/updates`,
      { kind: 'reply', body: 'Done.', status: 'resolved', links: 'https://example.com/how' },
      [{ name: 'proof.txt', content: 'ok' }],
    )
    .expect(303)

  const ticket = await desk.db.read.ticket.findUniqueOrThrow({
    where: { id },
    include: { updates: { include: { attachments: true, links: true }, orderBy: { id: 'asc' } }, clocks: true },
  })
  expect(ticket).toMatchObject({ status: 'resolved', version: 3 })
  expect(ticket.updates.map(({ kind, attachments, links }) => [kind, attachments.length, links.length])).toEqual([
    ['system', 0, 0],
    ['system', 0, 0],
    ['reply', 1, 1],
    ['system', 0, 0],
  ])
  expect(ticket.clocks.map(({ kind, met }) => [kind, met])).toEqual([
    ['first_response', true],
    ['resolution', true],
  ])
})

it('does none of it when one part is refused, and keeps what was typed', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const id = await openTicket(agent)

  const held = await agent
    .post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Words of care', status: 'on_hold', holdReason: '' })
    .expect(422)
  expect(problemAt(held.text, 'holdReason')).toBe('Say why the ticket is on hold.')
  expect(formOf(held.text, `/tickets/${id}/updates`)).toMatchObject({
    kind: 'reply',
    body: 'Words of care',
    status: 'on_hold',
  })

  const closed = await agent
    .upload(`/tickets/${id}/updates`, { kind: 'note', body: 'Mine alone', status: 'closed' }, [
      { name: 'a.txt', content: 'x' },
    ])
    .expect(422)
  expect(problemAt(closed.text, 'status')).toBe('A ticket that is Open cannot become Closed.')
  expect(formOf(closed.text, `/tickets/${id}/updates`)).toMatchObject({ kind: 'note', body: 'Mine alone' })

  const links = await agent.post(`/tickets/${id}/updates`, { body: 'See', links: 'javascript:alert(1)' }).expect(422)
  expect(problemAt(links.text, 'links')).toContain('is not an address')
  expect(await desk.db.read.update.count({ where: { kind: { not: 'system' } } })).toBe(0)
  // The file waits for the next attempt.
  const waiting = 'SELECT a.name FROM Attachment a WHERE a.ticketId IS NULL AND a.heldReplyId IS NOT NULL'
  expect(desk.db.sql.all(waiting)).toEqual([{ name: 'a.txt' }])
})

it('wants something to be said', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser)

  const { text } = await browser.post(`/tickets/${id}/updates`, { kind: 'reply', body: '  \n ' }).expect(422)

  expect(problemAt(text, 'body')).toBe('Write something first, or choose a status or a file.')
  const unknown = await browser.post(`/tickets/${id}/updates`, { kind: 'shout', body: 'Hey' }).expect(422)
  expect(mainOf(unknown.text)).toContain('Choose reply or note.')
})

it('counts the first reply of an agent, and no note and no client, as the response', async () => {
  const { as, desk, clock } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent'), await as('client')]
  const id = await openTicket(client, { priority: 'high' })
  const state = () =>
    desk.db.read.ticket.findUniqueOrThrow({ where: { id }, select: { firstRespondedAt: true, section: true } })

  await say(client, id, { body: 'Anybody?' })
  await say(agent, id, { kind: 'note', body: 'Looking.' })
  expect(await state()).toEqual({ firstRespondedAt: null, section: 1 })
  clock.pass(10 * MINUTE)
  await say(agent, id, { kind: 'reply', body: 'On it.' })
  clock.pass(MINUTE)
  await say(agent, id, { kind: 'reply', body: 'Still on it.' })

  expect(await state()).toEqual({ firstRespondedAt: new Date('2026-11-21T09:10:00Z'), section: 2 })
  expect(factsOf((await agent.get(`/tickets/${id}`)).text)['First response target']).toBe('Met 4 h')
})

it('keeps the former text of what is edited', async () => {
  const { as, clock } = await openHouse({ preset: 'team' })
  const [agent, admin, client] = [
    await as('agent', 'Troy Pound'),
    await as('admin', 'Ada Lind'),
    await as('client', 'Carla Client'),
  ]
  const id = await openTicket(client)
  await say(agent, id, { kind: 'reply', body: 'Frist text' })
  const href = /\/tickets\/\d+\/updates\/\d+(?=\/edit)/.exec((await agent.get(`/tickets/${id}`)).text)?.[0] ?? ''

  clock.pass(MINUTE)
  expect(formOf((await agent.get(`${href}/edit`).expect(200)).text, href)).toMatchObject({ body: 'Frist text' })
  await agent.post(href, { body: 'First text' }).expect(303)
  await admin.post(href, { body: 'First text, approved' }).expect(303)
  const { text } = await agent.post(href, { body: '  ' }).expect(422)

  expect(problemAt(text, 'body')).toBe('Write something, or remove the update.')
  expect(await timeline(client, id)).toEqual([
    'You opened this ticket 21 Nov, 10:00',
    'TP Troy Pound replied 21 Nov, 10:00 edited 21 Nov, 10:01 First text, approved',
  ])
  const history = mainOf((await agent.get(`${href}/history`).expect(200)).text)
  expect(history).toMatch(/First text, approved .*First text .*Frist text/)
  expect(rowsOf((await agent.get('/tickets?q=approved')).text)).toEqual([id])
  expect(rowsOf((await agent.get('/tickets?q=frist')).text)).toEqual([])
  await client.get(`${href}/edit`).expect(403)
})

it('lets only its author or an admin change what somebody wrote', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const [troy, ann, client] = [await as('agent', 'Troy Pound'), await as('agent', 'Ann Green'), await as('client')]
  const id = await openTicket(client)
  await say(troy, id, { kind: 'reply', body: 'Mine' })
  const update = await desk.db.read.update.findFirstOrThrow({ where: { kind: 'reply' } })

  await ann.post(`/tickets/${id}/updates/${update.id}`, { body: 'Hers' }).expect(403)
  await ann.post(`/tickets/${id}/updates/${update.id}/removal`).expect(403)
  await client.post(`/tickets/${id}/updates/${update.id}/removal`).expect(403)
  await troy.post(`/tickets/99/updates/${update.id}`, { body: 'Elsewhere' }).expect(404)
  const system = await desk.db.read.update.findFirstOrThrow({ where: { kind: 'system' } })
  await troy.post(`/tickets/${id}/updates/${system.id}`, { body: 'History' }).expect(404)

  expect((await desk.db.read.update.findUniqueOrThrow({ where: { id: update.id } })).body).toBe('Mine')
})

it('leaves a trace of what is removed, and nothing else of it', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent', 'Troy Pound'), await as('client')]
  const id = await openTicket(client)
  await agent
    .upload(`/tickets/${id}/updates`, { kind: 'reply', body: 'Wrongperson', links: 'https://wronglink.example' }, [
      { name: 'wrongfile.txt', content: 'payroll' },
    ])
    .expect(303)
  const update = await desk.db.read.update.findFirstOrThrow({
    where: { kind: 'reply' },
    include: { attachments: true },
  })
  const file = `/attachments/${update.attachments[0]?.id ?? 0}`
  await client.get(file).expect(200)

  await agent.post(`/tickets/${id}/updates/${update.id}/removal`).expect(303)

  expect(await timeline(client, id)).toEqual([
    'You opened this ticket 21 Nov, 10:00',
    'TP Troy Pound replied 21 Nov, 10:00 Troy Pound removed this reply 21 Nov, 10:00.',
  ])
  for (const word of ['wrongperson', 'wronglink', 'wrongfile'])
    expect(rowsOf((await agent.get(`/tickets?q=${word}`)).text)).toEqual([])
  await client.get(file).expect(404)
  await agent.post(`/tickets/${id}/updates/${update.id}`, { body: 'Back again' }).expect(404)
  expect((await desk.db.read.updateRevision.findFirstOrThrow()).body).toBe('Wrongperson')
})

it('takes notes, and no replies, on a ticket that has ended, and keeps what was typed', async () => {
  const { as, desk } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent'), await as('client')]
  const id = await openTicket(client)
  await agent.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)

  for (const browser of [agent, client]) {
    const { text } = await browser.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'One more thing' }).expect(422)
    expect(problemAt(text, 'body')).toBe('This ticket has ended, so there is nobody to reply to. Open a new one.')
    expect(formOf(text, `/tickets/${id}/updates`)).toMatchObject({ body: 'One more thing' })
  }
  await say(agent, id, { kind: 'note', body: 'For the record' })

  expect(await desk.db.read.update.count({ where: { kind: 'reply' } })).toBe(0)
})

it('lets agents start the age again, where age counts', async () => {
  const { as, desk, clock } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent', 'Troy Pound'), await as('client')]
  const id = await openTicket(client)
  clock.pass(30 * MINUTE)
  await agent.post(`/tickets/${id}/age`).expect(303)
  const at = () =>
    desk.db.read.ticket.findUniqueOrThrow({ where: { id } }).then(({ ageReferenceAt }) => ageReferenceAt.toISOString())
  expect(await at()).toBe('2026-11-21T09:30:00.000Z')
  expect((await timeline(agent, id)).at(-1)).toContain('Troy Pound let the age count anew')

  clock.pass(MINUTE)
  await client.post(`/tickets/${id}/age`).expect(403)
  await client.post(`/tickets/${id}/updates`, { body: 'Hurry', reage: 'on' }).expect(403)
  expect(await at()).toBe('2026-11-21T09:30:00.000Z')
  await say(agent, id, { kind: 'note', body: 'New facts', reage: 'on' })
  expect(await at()).toBe('2026-11-21T09:31:00.000Z')

  const dated = await openTicket(agent, { dueAt: '2026-12-24' })
  const { text } = await agent
    .post(`/tickets/${dated}/updates`, { kind: 'note', body: 'Again', reage: 'on' })
    .expect(422)
  expect(text).toContain('This ticket has a due date, so its age does not count.')
})

it('shows the latest two hundred entries, and the earlier ones on request', async () => {
  const { visitor, desk } = await openHouse()
  const browser = visitor()
  const id = await openTicket(browser)
  const row = (number: number) => ({
    ticketId: id,
    kind: 'note',
    authorName: 'Import',
    body: `word${number}`,
    createdAt: new Date(number * 1000),
  })
  await desk.db.write(async (tx) => {
    await tx.update.createMany({ data: Array.from({ length: 250 }, (_none, index) => row(250 - index)) })
  })

  const seen = new Set<string>()
  let url: string | undefined = `/tickets/${id}`
  for (let pages = 0; url !== undefined && pages < 5; pages += 1) {
    const { text }: { text: string } = await browser.get(url).expect(200)
    for (const [word] of text.matchAll(/word\d+/g)) {
      expect(seen.has(word)).toBe(false)
      seen.add(word)
    }
    url = /href="([^"]+before=[^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
  }
  expect(seen.size).toBe(250)
})
