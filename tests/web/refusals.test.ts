import { expect, it } from 'vitest'
import { openTown } from '../features/town.ts'

const SAID = 'Somebody asked for what they may not have'

async function refusals() {
  const town = await openTown()
  const told = () => town.house.log.told.filter(([, words]) => words === SAID).map(([facts]) => facts)
  const idOf = (name: string) =>
    town.desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })?.id
  return { ...town, told, fred: town.fred, personId: idOf('Fred Foreign') }
}

it('writes down whom it refused which route, with the number of the request', async () => {
  const { fred, tickets, told, personId } = await refusals()
  await fred.get('/people?q=secret-words').expect(403)
  const { text } = await fred.get(`/tickets/${tickets.carla}?page=secret-words`).expect(404)
  await fred.post(`/tickets/${tickets.carla}/updates`, { body: 'secret-words', kind: 'reply' }).expect(404)

  expect(told()).toMatchObject([
    { method: 'GET', route: '/people', status: 403, personId },
    { method: 'GET', route: '/tickets/:id', status: 404, personId, thing: tickets.carla },
    { method: 'POST', route: '/tickets/:id/updates', status: 404, personId, thing: tickets.carla },
  ])
  const id = (told()[1] as { id: string }).id
  expect(text).toContain(id)
  expect(JSON.stringify(told())).not.toContain('secret')
})

it('says nothing of slips in addresses, of strangers, and of what was given', async () => {
  const { house, fred, tickets, told } = await refusals()
  await fred.get('/no-such-page').expect(404)
  await house.visitor().get('/people').expect(303)
  await fred.get(`/tickets/${tickets.fred}`).expect(200)
  expect(told()).toEqual([])
})
