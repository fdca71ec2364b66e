import { expect, it } from 'vitest'
import { LiveHub } from '#features/live/hub.ts'
import { PresenceBook } from '#features/presence/book.ts'
import { stoppedClock } from '../support/clock.ts'
import { mainOf } from './page.ts'
import { openTown } from './town.ts'

const ANNA = { personId: 1, name: 'Anna', avatarSha: null }
const BO = { personId: 2, name: 'Bo', avatarSha: null }

function openBook() {
  const clock = stoppedClock('2026-11-21T09:00:00Z')
  const told: number[] = []
  return { clock, told, book: new PresenceBook(clock, (ticketId) => void told.push(ticketId)) }
}

it('knows who has a ticket open until a moment after they left', async () => {
  const { book, told } = openBook()
  const leave = book.enter(5, ANNA)
  const again = book.enter(5, ANNA)
  expect(book.others(5, BO.personId).map(({ name }) => name)).toEqual(['Anna'])
  expect([book.others(5, ANNA.personId), book.others(6, BO.personId)]).toEqual([[], []])
  leave()
  leave()
  again()
  expect(book.others(5, BO.personId)).toHaveLength(1)
  await expect.poll(() => book.others(5, BO.personId).length, { timeout: 8000 }).toBe(0)
  expect(told).toEqual([5, 5])
})

it('tells of writing once, however often it is said', () => {
  const { book, told } = openBook()
  book.enter(5, ANNA)
  for (const kind of ['reply', 'reply', 'note', 'note', null, null] as const) book.write(5, ANNA, kind)
  expect(told).toEqual([5, 5, 5, 5])
})

it('counts a page without a script for a minute', () => {
  const { book, clock } = openBook()
  book.shown(5, ANNA)
  clock.pass(59_000)
  expect(book.others(5, BO.personId)).toHaveLength(1)
  clock.pass(2000)
  expect(book.others(5, BO.personId)).toHaveLength(0)
})

it('shows colleagues on the page, and clients neither see it nor are seen', async () => {
  const { admin, agents, carla, tickets } = await openTown()
  const id = tickets.carla
  await carla.get(`/tickets/${id}`).expect(200)
  await admin.get(`/tickets/${id}`).expect(200)
  const page = mainOf((await agents.everywhere.get(`/tickets/${id}`)).text)
  expect(page).toContain('Adam Admin is here')
  expect(page).not.toContain('Carla Client is here')
  await agents.everywhere.post(`/tickets/${id}/presence`, { writing: 'reply' }).expect(204)
  expect((await admin.get(`/tickets/${id}/presence`).expect(200)).text).toContain('Eva Everywhere is writing a reply')
  expect(mainOf((await carla.get(`/tickets/${id}`)).text)).not.toMatch(/is here|is writing/)
  await carla.get(`/tickets/${id}/presence`).expect(403)
  await carla.post(`/tickets/${id}/presence`, { writing: 'reply' }).expect(403)
  await agents.harbour.post(`/tickets/${tickets.fred}/presence`, { writing: 'reply' }).expect(404)
})

it('tells the pages that show the ticket, at most once a second', async () => {
  const { desk } = await openTown()
  const hub = new LiveHub(desk)
  const heard: string[] = []
  const listen = (name: string, ticketId: number) =>
    hub.add({
      stream: {
        send: (event) => {
          if (event === 'presence') heard.push(name)
        },
        close: () => undefined,
      },
      actor: { personId: 1, name, role: 'agent', zone: 'UTC', sees: 'all', sites: null },
      at: { ticketId, who: { ...ANNA, name } },
    })
  listen('five', 5)
  listen('six', 6)
  for (let times = 0; times < 20; times += 1) hub.presence.write(5, BO, times % 2 === 0 ? 'reply' : null)
  await expect.poll(() => heard.filter((name) => name === 'five').length, { timeout: 4000 }).toBe(2)
  hub.stop()
  expect(heard.filter((name) => name === 'six')).toHaveLength(1)
})
