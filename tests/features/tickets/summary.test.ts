import { expect, it } from 'vitest'
import { openTown } from '../town.ts'
import { openHouse } from '../../support/house.ts'
import { mainOf, openTicket } from '../page.ts'

type Both = { readonly html: string; readonly text: string }

it('copies what the config asks for, in its order and in the zone of the reader', async () => {
  const clipboard_summary = { html_sections: ['tags', 'header'], text_sections: [], updates_limit: 1 }
  const house = await openHouse({ config: { clipboard_summary } })
  const visitor = house.visitor()
  const id = await openTicket(visitor, { tags: 'vpn' })
  const { html, text } = (await visitor.get(`/tickets/${id}/summary.json`).expect(200)).body as Both
  expect(text).toBe(`Tags: vpn\n\n${id} Printer on fire`)
  expect(html).toMatch(/Tags.*vpn.*Printer on fire/)
})

it('tells the latest updates first, as many as wanted, with moves', async () => {
  const house = await openHouse({
    config: { clipboard_summary: { text_sections: ['timestamps', 'updates'], updates_limit: 3 } },
  })
  const visitor = house.visitor()
  const id = await openTicket(visitor)
  house.clock.pass(60_000)
  await visitor.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'On my way.', status: 'in_progress' }).expect(303)
  const { text } = (await visitor.get(`/tickets/${id}/summary.json`)).body as Both
  const entries = text.split('\n- ').slice(1)
  expect(text).toContain('Created: 21 Nov 2026, 10:00\nUpdated: 21 Nov 2026, 10:01')
  expect(entries).toHaveLength(3)
  expect(entries[0]).toContain('Status: Open → In Progress')
  expect(entries[1]).toContain('On my way.')

  const page = mainOf((await visitor.get(`/tickets/${id}/summary`).expect(200)).text)
  expect(page).toContain('On my way.')
  expect(page).toContain('Status: Open → In Progress')
})

it('gives clients what they may read, and nothing of the agents', async () => {
  const { carla, admin, tickets } = await openTown({ clipboard_summary: { updates_limit: 10 } })
  const id = tickets.carla
  await admin.post(`/tickets/${id}/updates`, { kind: 'note', body: 'She always asks.' }).expect(303)
  await admin.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'We look at it.' }).expect(303)
  const both = (await carla.get(`/tickets/${id}/summary.json`).expect(200)).body as Both
  expect(both.text).toContain('We look at it.')
  for (const part of [both.text, both.html]) expect(part).not.toMatch(/She always asks|Notes|SLA|opened this ticket/)
  await carla.get(`/tickets/${tickets.fred}/summary.json`).expect(404)
})
