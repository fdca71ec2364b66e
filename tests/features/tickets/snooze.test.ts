import { describe, expect, it } from 'vitest'
import { snoozeChoices } from '#domain/snooze.ts'
import { wakeDue } from '#features/tickets/snooze/service.ts'
import { HOUR } from '../../support/clock.ts'
import { openHouse, type Browser } from '../../support/house.ts'
import { eventsOf, formOf, mainOf, openTicket, problemAt, rowOf, rowsOf } from '../page.ts'

async function openOffice(priority = 'low') {
  const house = await openHouse({ preset: 'team' })
  const [ann, carla] = [await house.as('agent', 'Ann Green'), await house.as('client', 'Carla Client')]
  const id = await openTicket(carla)
  await ann
    .post(`/tickets/${id}/edit`, {
      ...formOf((await ann.get(`/tickets/${id}/edit`)).text, `/tickets/${id}/edit`),
      priority,
    })
    .expect(303)
  await ann.post(`/tickets/${id}/pick-up`).expect(303)
  const stored = () =>
    house.desk.db.sql.get<{ section: number; snoozedUntil: number | null; overdueAt: number | null }>(
      'SELECT section, snoozedUntil, overdueAt FROM Ticket WHERE id = @id',
      { id },
    )
  return { ...house, ann, carla, id, stored }
}

const listed = async (browser: Browser, query = '') => rowsOf((await browser.get(`/tickets${query}`).expect(200)).text)
const page = async (browser: Browser, id: number) => (await browser.get(`/tickets/${id}`).expect(200)).text

it('leaves the board and the list of what is active, and is found among the snoozed', async () => {
  const { ann, id, stored } = await openOffice()
  expect(await listed(ann)).toEqual([id])

  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)

  expect(stored()).toMatchObject({ section: 0, overdueAt: null })
  expect(await listed(ann)).toEqual([])
  expect(rowsOf((await ann.get('/').expect(200)).text)).toEqual([])
  expect(await listed(ann, '?status=snoozed')).toEqual([id])
  expect(rowOf((await ann.get('/tickets?status=snoozed')).text, id)).toContain('Snoozed')
  const text = await page(ann, id)
  expect(mainOf(text)).toContain('Snoozed until Sunday, 22 November 2026 at 09:00')
  expect(mainOf(text)).toContain('Wake now')
  expect(eventsOf(text).at(-1)).toContain('Ann Green snoozed it until 22 Nov, 09:00')
})

it('wakes at its time, also when nobody ran then, and says so', async () => {
  const { ann, as, id, desk, clock, stored } = await openOffice()
  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)
  clock.pass(20 * HOUR)
  expect(await wakeDue(desk)).toBe(0)
  clock.pass(3.5 * HOUR)

  expect(await wakeDue(desk)).toBe(1)

  expect(stored()).toMatchObject({ section: 1, snoozedUntil: null })
  expect(eventsOf(await page(await as('agent', 'Bob Brown'), id)).at(-1)).toContain(
    'Pennant woke it up: its time has come',
  )
  expect(await wakeDue(desk)).toBe(0)
})

it('never hides that something is overdue', async () => {
  const { ann, as, id, desk, clock, stored } = await openOffice('critical')
  const overdueAt = stored()?.overdueAt ?? 0
  expect(overdueAt).toBeGreaterThan(clock.now())

  const answer = await ann.post(`/tickets/${id}/snooze`, { at: '2026-12-24T09:00' }).expect(303)
  expect(mainOf((await ann.get(String(answer.headers.location))).text)).not.toContain('24 December')
  expect(stored()?.snoozedUntil).toBe(overdueAt)
  clock.pass(overdueAt - clock.now())
  expect(await wakeDue(desk)).toBe(1)

  const bob = await as('agent', 'Bob Brown')
  expect(eventsOf(await page(bob, id)).at(-1)).toContain('woke it up: it is overdue')
  const refusal = await bob.post(`/tickets/${id}/snooze`, { at: '2026-12-24T09:00' }).expect(422)
  expect(problemAt(refusal.text, 'at')).toContain('overdue')
  expect(refusal.text).toContain('value="2026-12-24T09:00"')
})

it('wakes when who asked replies, but not when others do', async () => {
  const { ann, carla, id, stored } = await openOffice()
  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)
  await ann.post(`/tickets/${id}/updates`, { kind: 'note', body: 'Parts are ordered.' }).expect(303)
  await ann.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'We wait for parts.' }).expect(303)
  expect(stored()?.snoozedUntil).not.toBeNull()

  await carla.post(`/tickets/${id}/updates`, { body: 'It smokes again.' }).expect(303)

  expect(stored()).toMatchObject({ snoozedUntil: null, section: 2 })
})

it('wakes by hand and when its status moves', async () => {
  const { ann, id, stored } = await openOffice()
  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)
  await ann.post(`/tickets/${id}/wake`).expect(303)
  expect(stored()?.snoozedUntil).toBeNull()
  await ann.post(`/tickets/${id}/wake`).expect(409)

  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)
  await ann.post(`/tickets/${id}/status`, { to: 'on_hold', holdReason: 'Parts' }).expect(303)
  expect(stored()).toMatchObject({ snoozedUntil: null, section: 3 })
})

it('can be taken back at once', async () => {
  const { ann, id, stored } = await openOffice()
  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)
  const undo = /action="\/undo\/(\d+)"/.exec(await page(ann, id))?.[1]

  await ann.post(`/undo/${undo ?? ''}`).expect(303)

  expect(stored()).toMatchObject({ section: 1, snoozedUntil: null })
})

it('is nothing a client hears of', async () => {
  const { ann, carla, id } = await openOffice()
  const before = (await carla.get('/').expect(200)).text
  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)

  expect(mainOf((await carla.get('/')).text)).toBe(mainOf(before))
  expect(await listed(carla)).toEqual([id])
  expect(await listed(carla, '?status=snoozed')).toEqual([id])
  for (const path of ['/', `/tickets/${id}`, '/tickets', `/tickets/${id}/preview`])
    expect((await carla.get(path).expect(200)).text).not.toMatch(/snooz/i)
})

it('is refused in words for what has ended, what is past and what is no time', async () => {
  const { ann, id } = await openOffice()
  const refused = async (fields: Record<string, string>) =>
    problemAt((await ann.post(`/tickets/${id}/snooze`, fields).expect(422)).text, 'at')
  expect(await refused({})).toBe('Choose when the ticket comes back.')
  expect(await refused({ at: 'soon' })).toBe('Write the date as 2026-11-21 17:00.')
  expect(await refused({ at: '2026-11-20T09:00' })).toBe('Choose a time that is still to come.')
  expect(await refused({ at: '2040-11-20T09:00' })).toContain('two years')
  await ann.post(`/tickets/${id}/status`, { to: 'resolved' }).expect(303)
  expect(await refused({ preset: 'tomorrow' })).toContain('Resolved')
})

describe('the choices', () => {
  const at = (local: string) => Date.parse(`${local}+01:00`)
  const choices = (now: string) =>
    snoozeChoices(at(now), 'Europe/Berlin').map(
      ({ key, at: then }) => `${key} ${new Date(then + HOUR).toISOString().slice(0, 16)}`,
    )

  it.each([
    // A Saturday morning, a Sunday night, a Monday.
    [
      '2026-11-21T10:10:00',
      ['later 2026-11-21T14:00', 'tomorrow 2026-11-22T09:00', 'monday 2026-11-23T09:00', 'week 2026-11-28T09:00'],
    ],
    ['2026-11-22T22:00:00', ['tomorrow 2026-11-23T09:00', 'week 2026-11-29T09:00']],
    ['2026-11-23T08:00:00', ['later 2026-11-23T11:00', 'tomorrow 2026-11-24T09:00', 'monday 2026-11-30T09:00']],
  ])('of %s are %j', (now, wanted) => {
    expect(choices(now)).toEqual(wanted)
  })
})

it('is not taken back over what somebody did since', async () => {
  const { ann, id, stored } = await openOffice()
  const undo = async () => /action="(\/undo\/\d+)"/.exec(await page(ann, id))?.[1] ?? ''
  await ann.post(`/tickets/${id}/snooze`, { preset: 'tomorrow' }).expect(303)
  await page(ann, id)
  await ann.post(`/tickets/${id}/snooze`, { preset: 'week' }).expect(303)
  const again = await undo()
  await ann.post(`/tickets/${id}/status`, { to: 'cancelled' }).expect(303)
  await ann.post(again).expect(409)
  expect(stored()?.snoozedUntil).toBeNull()
})
