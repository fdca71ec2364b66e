import { expect, it } from 'vitest'
import { DAY, MINUTE } from '../support/clock.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt } from './page.ts'

const LONG = { access: { sign_in: true, session_hours: 8760, idle_minutes: 525_600 } }

async function openResolved() {
  const house = await openHouse({ preset: 'team', config: LONG })
  const [agent, carla] = [await house.as('agent', 'Eva Green'), await house.as('client', 'Carla Client')]
  const id = await openTicket(carla)
  for (const to of ['in_progress', 'resolved']) await agent.post(`/tickets/${id}/status`, { to }).expect(303)
  return { ...house, agent, carla, id, path: `/tickets/${id}/rating` }
}

const page = async (browser: Browser, id: number) => mainOf((await browser.get(`/tickets/${id}`).expect(200)).text)

it('takes a word and a comment from the requester, and shows it to agents', async () => {
  const { agent, carla, id, path, desk } = await openResolved()
  expect(formOf((await carla.get(`/tickets/${id}`)).text, path)).toEqual({ comment: '' })

  await carla.post(path, { score: '3', comment: 'Quick <b>and</b> kind' }).expect(303)

  expect(await page(agent, id)).toContain('Rating Good Carla Client, 21 Nov, 10:00 Quick <b>and</b> kind')
  expect(await page(carla, id)).toContain('You said Good 21 Nov, 10:00.')
  expect(formOf((await carla.get(`/tickets/${id}`)).text, path)).toEqual({
    score: '3',
    comment: 'Quick <b>and</b> kind',
  })
  expect(await desk.db.read.rating.count()).toBe(1)
})

it('may be changed for 14 days, and is one rating still', async () => {
  const { agent, carla, id, path, desk, clock } = await openResolved()
  await carla.post(path, { score: '3' }).expect(303)
  await carla.post(`/tickets/${id}/confirmation`).expect(303)
  clock.pass(14 * DAY)
  await carla.post(path, { score: '1', comment: 'It broke again' }).expect(303)
  expect(await page(agent, id)).toContain('Bad')

  clock.pass(MINUTE)
  const late = await carla.post(path, { score: '2' }).expect(303)
  expect(late.headers.location).toBe(`/tickets/${id}`)
  expect((await carla.get(`/tickets/${id}`)).text).toContain('A rating can be changed for 14 days.')
  expect(await page(carla, id)).toContain('You rated our answer Bad')
  expect(await desk.db.read.rating.findMany({ select: { score: true } })).toEqual([{ score: 1 }])
})

it('asks for one of the three words, and keeps the comment', async () => {
  const { carla, id, path } = await openResolved()
  for (const fields of [{ comment: 'Fine' }, { comment: 'Fine', score: '5' }]) {
    const wrong = await carla.post(path, fields).expect(422)
    expect(problemAt(wrong.text, 'score')).toBe('Choose one of the three.')
    expect(formOf(wrong.text, path).comment).toBe('Fine')
  }
  expect(await page(carla, id)).toContain('How was our answer?')
})

it('waits for the resolution', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const carla = await as('client')
  const id = await openTicket(carla)
  expect(await page(carla, id)).not.toContain('How was our answer?')
  const early = await carla.post(`/tickets/${id}/rating`, { score: '3', comment: '' }).expect(422)
  expect(early.text).toContain('once the ticket is resolved')
})
