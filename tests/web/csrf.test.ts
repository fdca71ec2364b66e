import { expect, it } from 'vitest'
import { openHouse } from '../support/house.ts'
import { mainOf } from '../features/page.ts'

const TICKET = { title: 'T', description: 'D' }

it('carries out nothing without the token of this session', async () => {
  const { visitor, desk } = await openHouse()
  const [browser, other] = [visitor(), visitor()]
  const foreign = await other.token()
  await browser.token()

  for (const fields of [{}, { _csrf: '' }, { _csrf: foreign }, { _csrf: ['a', 'b'] }]) {
    const { text } = await browser.raw
      .post('/tickets')
      .type('form')
      .send({ ...TICKET, ...fields })
      .expect(403)
    expect(mainOf(text)).toContain('This form was open for too long, so nothing was done.')
  }
  await browser.raw.post('/tickets').attach('files', Buffer.from('x'), 'a.txt').field('title', 'T').expect(403)
  await browser.raw.post('/tickets').send(TICKET).expect(403)

  expect(await desk.db.read.ticket.count()).toBe(0)
})

it('takes the token from the form, or from the header that scripts send', async () => {
  const { visitor, desk } = await openHouse()
  const browser = visitor()
  const token = await browser.token()

  await browser.raw.post('/tickets').type('form').set('x-csrf-token', token).send(TICKET).expect(303)
  await browser.raw
    .post('/tickets')
    .type('form')
    .send({ ...TICKET, _csrf: token })
    .expect(303)
  await browser.upload('/tickets', TICKET, []).expect(303)

  expect(await desk.db.read.ticket.count()).toBe(3)
})

it('lets nobody sign out or set up somebody else', async () => {
  const { as, visitor } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  await agent.raw.post('/sign-out').expect(403)
  await agent.get('/').expect(200)
  await visitor().raw.post('/setup').type('form').send({ preset: 'personal' }).expect(403)
})

it('gives back what was written when nobody is signed in any more, and no secret', async () => {
  const house = await openHouse({ preset: 'team' })
  const stranger = house.visitor()
  const typed = { body: 'Typed for <long>.', password: 'hunter2hunter2' }
  const { text } = await stranger.raw.post('/tickets/1/updates').type('form').send(typed).expect(403)
  expect(mainOf(text)).toContain(
    'What you typed was not saved. Copy it before you leave this page. Text Typed for <long>.',
  )
  expect(text).not.toContain('hunter2')
  const agent = await house.as('agent')
  const gone = await agent.post('/tickets/99/updates', { kind: 'note', body: 'For a ticket that is gone.' }).expect(404)
  expect(mainOf(gone.text)).toContain('For a ticket that is gone.')
})
