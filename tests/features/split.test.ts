import { expect, it } from 'vitest'
import { openHouse, type Browser } from '../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, openTicket, problemAt, wordsOf } from './page.ts'

async function openOffice() {
  const house = await openHouse({ preset: 'team' })
  const [ann, carla, dora] = [
    await house.as('agent', 'Ann Green'),
    await house.as('client', 'Carla Client'),
    await house.as('client', 'Dora Other'),
  ]
  const id = await openTicket(carla, { title: 'Printer on fire' })
  await ann.post(`/tickets/${id}/pick-up`).expect(303)
  await carla
    .upload(`/tickets/${id}/updates`, { body: 'And the network is slow.' }, [
      { field: 'attachments', name: 'speed.txt', content: '1 Mbit' },
    ])
    .expect(303)
  await ann.post(`/tickets/${id}/updates`, { kind: 'note', body: 'The cable again.' }).expect(303)
  await ann.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'The fire is out.' }).expect(303)
  const [reply = 0, note = 0] = house.desk.db.sql
    .all<{ id: number }>(`SELECT id FROM "Update" WHERE kind <> 'system' ORDER BY id`)
    .map((update) => update.id)
  const form = formOf((await ann.get(`/tickets/${id}/split`).expect(200)).text, `/tickets/${id}/split`)
  const split = async (fields: Record<string, string | string[]>) => {
    const answer = await ann.post(`/tickets/${id}/split`, { ...form, title: 'Network is slow', ...fields }).expect(303)
    const html = (await ann.get(String(answer.headers.location)).expect(200)).text
    return {
      made: Number(String(answer.headers.location).split('/').at(-1)),
      html,
      undo: /action="(\/undo\/\d+)"/.exec(html)?.[1] ?? '',
    }
  }
  return { ...house, ann, carla, dora, id, reply, note, form, split }
}

const timeline = async (browser: Browser, id: number) =>
  eventsOf((await browser.get(`/tickets/${id}`).expect(200)).text).join('\n')

it('moves what was chosen, with its files, into a ticket that follows', async () => {
  const { ann, carla, id, reply, note, split } = await openOffice()
  const { made, html } = await split({ updates: [String(reply), String(note)] })

  expect(mainOf(html)).toContain('Network is slow')
  expect(factsOf(html)).toMatchObject({
    Requester: expect.stringContaining('Carla Client') as string,
    Assignee: expect.stringContaining('Ann Green') as string,
  })
  expect(wordsOf(/<section class="beside related"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '')).toContain(
    `Follows ${id} Printer on fire`,
  )
  const told = await timeline(ann, made)
  for (const words of [
    'And the network is slow.',
    'speed.txt',
    'The cable again.',
    `Ann Green split this ticket from ${id}`,
  ])
    expect(told).toContain(words)
  const left = await timeline(ann, id)
  expect(left).toContain(`Ann Green split off ${made}`)
  expect(left).toContain('The fire is out.')
  expect(left).not.toContain('network is slow')
  const seen = mainOf((await carla.get(`/tickets/${made}`).expect(200)).text)
  expect(seen).toContain('And the network is slow.')
  expect(seen).not.toContain('cable')
})

it('can be taken back until something happens there', async () => {
  const { ann, carla, desk, id, reply, split } = await openOffice()
  const before = await timeline(carla, id)
  const { made, undo } = await split({ updates: String(reply) })
  await ann.post(undo).expect(303)
  await ann.get(`/tickets/${made}`).expect(404)
  expect(await timeline(carla, id)).toBe(before)
  expect(desk.db.sql.get('SELECT count(*) AS count FROM Relation')).toEqual({ count: 0 })

  const again = await split({ updates: String(reply) })
  await ann.post(`/tickets/${again.made}/updates`, { kind: 'note', body: 'Looked at it.' }).expect(303)
  expect((await ann.post(again.undo)).status).toBe(409)
  expect(await timeline(ann, again.made)).toContain('Looked at it.')
})

it('gives another requester nothing to read of what the first one wrote', async () => {
  const { ann, carla, dora, id, reply, split } = await openOffice()
  const { made, undo } = await split({ updates: String(reply), requester: 'Dora Other <dora.other@example.com>' })
  const seen = (await dora.get(`/tickets/${made}`).expect(200)).text
  expect(mainOf(seen)).toContain(`Split from ${id}.`)
  expect(seen).not.toMatch(/slow\.|speed|Carla/)
  expect(await timeline(ann, made)).toContain('And the network is slow.')
  await carla.get(`/tickets/${made}`).expect(404)

  await ann.post(undo).expect(303)
  expect(await timeline(carla, id)).toContain('And the network is slow.')
})

it('shows what was written without the marks of Markdown', async () => {
  const { ann, id } = await openOffice()
  const body = '## Twice\n\n**Bold** and [a link](https://example.com)'
  await ann.post(`/tickets/${id}/updates`, { kind: 'note', body }).expect(303)
  const { text } = await ann.get(`/tickets/${id}/split`).expect(200)
  expect(text).toContain('<span class="which__text">Twice Bold and a link</span>')
})

it('makes no description of a note', async () => {
  const { carla, note, split } = await openOffice()
  const { made } = await split({ updates: String(note) })
  expect((await carla.get(`/tickets/${made}`).expect(200)).text).not.toContain('cable')
})

it('is refused in words, and keeps what was typed', async () => {
  const { ann, id, reply, form } = await openOffice()
  const wrong = async (fields: Record<string, string | string[]>) =>
    (await ann.post(`/tickets/${id}/split`, { ...form, ...fields }).expect(422)).text
  const none = await wrong({ title: 'Typed title' })
  expect(problemAt(none, 'updates')).toBe('Choose at least one update.')
  expect(none).toContain('value="Typed title"')
  const untitled = await wrong({ title: '', updates: String(reply) })
  expect(problemAt(untitled, 'title')).toContain('title')
  expect(untitled).toMatch(new RegExp(`value="${reply}" checked`))
  expect(problemAt(await wrong({ updates: '4711' }), 'updates')).toContain('moved meanwhile')
})
