import { expect, it } from 'vitest'
import { MINUTE } from '../support/clock.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket } from './page.ts'

async function openOffice(assignment_requests = true) {
  const house = await openHouse({ preset: 'team', config: { access: { sign_in: true, assignment_requests } } })
  const [ann, bob, cid] = [
    await house.as('agent', 'Ann Green'),
    await house.as('agent', 'Bob Brown'),
    await house.as('agent', 'Cid Black'),
  ]
  const id = await openTicket(ann)
  await ann.post(`/tickets/${id}/pick-up`).expect(303)
  const path = `/tickets/${id}/assignment-requests`
  const requestOf = (name: string) =>
    house.desk.db.sql.get<{ id: number }>(
      'SELECT r.id FROM AssignmentRequest r JOIN Person p ON p.id = r.personId WHERE p.name = @name ORDER BY r.id DESC',
      { name },
    )?.id ?? 0
  return { ...house, ann, bob, cid, id, path, requestOf }
}

const ticket = async (browser: Browser, id: number) => (await browser.get(`/tickets/${id}`).expect(200)).text
const requests = async (browser: Browser) => mainOf((await browser.get('/assignments').expect(200)).text)

it('is offered to who has not got the ticket, and waits for who has', async () => {
  const { ann, bob, id, path } = await openOffice()
  expect(await ticket(ann, id)).not.toContain('Ask for it')
  expect(await ticket(bob, id)).toContain('Ask for it')

  await bob.post(path).expect(303)

  expect(await ticket(bob, id)).not.toContain('Ask for it')
  expect(mainOf(await ticket(bob, id))).toContain('Asked for by Bob Brown')
  expect(await ticket(bob, id)).not.toContain('/approval')
  expect(await ticket(ann, id)).toContain('/approval')
  expect(await requests(ann)).toContain('Bob Brown asked just now')
  expect(await requests(bob)).toContain('Waits for an answer')
})

it('gives the ticket to the one who is approved, declines the others and says so', async () => {
  const { ann, bob, cid, id, path, requestOf, clock } = await openOffice()
  await bob.post(path).expect(303)
  await cid.post(path).expect(303)
  clock.pass(MINUTE)

  await ann.post(`${path}/${requestOf('Bob Brown')}/approval`).expect(303)

  expect(factsOf(await ticket(bob, id)).Assignee).toContain('Bob Brown')
  expect(eventsOf(await ticket(bob, id)).slice(-3)).toEqual([
    'Bob Brown asked to be given this ticket 21 Nov, 10:00',
    'Cid Black asked to be given this ticket 21 Nov, 10:00',
    'Ann Green approved the request of Bob Brown , declined the request of Cid Black and assigned it to Bob Brown 21 Nov, 10:01',
  ])
  expect(await requests(bob)).toContain('Approved')
  expect(await requests(cid)).toContain('Declined')
  expect(await requests(ann)).toContain('Nobody asks for a ticket you decide on.')
})

it('leaves the ticket where it is when declined, and may be asked again', async () => {
  const { ann, bob, id, path, requestOf } = await openOffice()
  await bob.post(path).expect(303)
  await ann.post(`${path}/${requestOf('Bob Brown')}/refusal`).expect(303)

  expect(factsOf(await ticket(ann, id)).Assignee).toContain('Ann Green')
  expect(await ticket(bob, id)).toContain('Ask for it')
  await ann.post(`${path}/${requestOf('Bob Brown')}/refusal`).expect(404)
  await bob.post(path).expect(303)
})

it('lapses when the ticket goes to somebody meanwhile, or ends', async () => {
  const { ann, bob, cid, id, path, desk } = await openOffice()
  await bob.post(path).expect(303)
  await ann.post(`/tickets/${id}/release`).expect(303)
  await cid.post(`/tickets/${id}/pick-up`).expect(303)
  expect(await requests(bob)).toContain('Lapsed')

  await bob.post(path).expect(303)
  await cid.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)
  const states = await desk.db.read.assignmentRequest.findMany({ select: { state: true } })
  expect(states).toEqual([{ state: 'lapsed' }, { state: 'lapsed' }])
})

it('refuses, in words, to ask twice, for what one has, and for what has ended', async () => {
  const { ann, bob, id, path, desk } = await openOffice()
  await bob.post(path).expect(303)
  await bob.post(path).expect(303)
  expect(await ticket(bob, id)).toContain('You have asked for this ticket already.')
  await ann.post(path).expect(303)
  expect(await ticket(ann, id)).toContain('You have this ticket already.')
  await ann.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)
  await bob.post(path).expect(303)
  expect(await ticket(bob, id)).toContain('nothing left to ask for')
  expect(await desk.db.read.assignmentRequest.count()).toBe(1)
})

it('gives nothing to who left meanwhile', async () => {
  const { ann, bob, id, path, requestOf, desk } = await openOffice()
  await bob.post(path).expect(303)
  await desk.db.write(({ hot }) => hot.run(`UPDATE Person SET active = 0 WHERE name = 'Bob Brown'`))

  await ann.post(`${path}/${requestOf('Bob Brown')}/approval`).expect(303)

  expect(await ticket(ann, id)).toContain('Choose somebody who works on tickets.')
  expect(factsOf(await ticket(ann, id)).Assignee).toContain('Ann Green')
})

it('is no part of a desk that does not use it', async () => {
  const { ann, bob, id, path } = await openOffice(false)
  expect(await ticket(bob, id)).not.toContain('Ask for it')
  expect((await ann.get('/')).text).not.toContain('/assignments')
  await bob.post(path).expect(404)
  await bob.get('/assignments').expect(404)
})

it('is taken back by whoever asked, and by nobody else', async () => {
  const { ann, bob, cid, id, path, requestOf } = await openOffice()
  await bob.post(path).expect(303)
  const at = `${path}/${requestOf('Bob Brown')}/withdrawal`
  await cid.post(at).expect(404)
  expect(await ticket(cid, id)).not.toContain('/withdrawal')
  expect(await ticket(bob, id)).toContain(at)

  expect((await bob.post(at, { from: 'list' }).expect(303)).headers.location).toBe('/assignments')
  expect(await requests(bob)).toContain('Withdrawn by you')
  expect(await requests(ann)).toContain('Nobody asks for a ticket you decide on.')
  expect(eventsOf(await ticket(bob, id)).at(-1)).toContain('Bob Brown took back the request for this ticket')
  await bob.post(at).expect(404)
  await bob.post(path).expect(303)
})

it('leads back to the list of requests when it was decided there', async () => {
  const { ann, bob, path, requestOf } = await openOffice()
  await bob.post(path).expect(303)
  const refusal = `${path}/${requestOf('Bob Brown')}/refusal`
  const { text } = await ann.get('/assignments').expect(200)
  expect(formOf(text, refusal)).toEqual({ from: 'list' })
  expect((await ann.post(refusal, formOf(text, refusal)).expect(303)).headers.location).toBe('/assignments')
})

it('shows the pictures of people on a ticket to those who work on it', async () => {
  const { ann, id, desk } = await openOffice()
  expect(await ticket(ann, id)).not.toContain('face--picture')
  await ann.post(`/tickets/${id}/updates`, { kind: 'note', body: 'Seen.' }).expect(303)
  const sha256 = 'a'.repeat(64)
  await desk.db.write(({ hot }) => {
    hot.run(`INSERT INTO File (sha256, size, type, createdAt) VALUES (@sha256, 1, 'image/png', 0)`, { sha256 })
    hot.run(`UPDATE Person SET avatarSha = @sha256 WHERE name = 'Ann Green'`, { sha256 })
  })
  const html = await ticket(ann, id)
  const src = `/people/${desk.db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE name = 'Ann Green'`)?.id}/avatar`
  expect(/<dt>Assignee<\/dt>[\s\S]*?<\/dd>/.exec(html)?.[0]).toContain(src)
  expect(/<li class="event event--note[\s\S]*?<\/li>/.exec(html)?.[0]).toContain(src)
})
