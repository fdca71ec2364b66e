import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { reloadConfig } from '#config/load.ts'
import { applyPolicy } from '#features/sla/service.ts'
import { openHouse, ROOT, type House } from '../support/house.ts'
import { openTicket, rowOf } from './page.ts'

/** Saves changed rules as an operator would, and lets the desk take them over. */
async function rewrite({ desk }: House, changes: object): Promise<void> {
  const written = JSON.parse(readFileSync(desk.config.file, 'utf8')) as object
  writeFileSync(desk.config.file, JSON.stringify({ ...written, ...changes }))
  await desk.reconfigure(reloadConfig(desk.config, ROOT, {}))
}

it('reckons every ticket anew when the rules change, and nothing when they do not', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  const id = await openTicket(browser, { dueAt: '2026-12-01T10:00' })
  expect(rowOf((await browser.get('/')).text, id)).toContain('Warning')
  expect(await applyPolicy(house.desk)).toBe(0)

  await rewrite(house, { sla: { due_stage_days: [3, 2, 1, 0.5] } })

  expect(rowOf((await browser.get('/')).text, id)).toContain('On track')
  expect(await applyPolicy(house.desk)).toBe(0)
})

it('moves the deadlines of running clocks to a new calendar, and leaves what has ended', async () => {
  const house = await openHouse({ preset: 'team', now: '2026-11-20T15:00:00Z' })
  const agent = await house.as('agent')
  const [open, ended] = [await openTicket(agent, { priority: 'high' }), await openTicket(agent, { priority: 'high' })]
  await agent.post(`/tickets/${ended}/updates`, { kind: 'reply', body: 'Done' }).expect(303)
  const due = (ticketId: number) =>
    house.desk.db.read.clock
      .findFirstOrThrow({ where: { ticketId, kind: 'first_response' } })
      .then(({ dueAt }) => dueAt?.toISOString())
  const before = await due(ended)
  const hours = ['09:00-17:00']

  await rewrite(house, {
    sla: {
      first_response: { High: '4h' },
      resolution: { High: '24h' },
      calendar: 'office',
      calendars: { office: { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours } },
    },
  })

  expect(await due(open)).toBe('2026-11-23T11:00:00.000Z')
  expect(await due(ended)).toBe(before)
  expect((await house.desk.db.read.ticket.findUniqueOrThrow({ where: { id: open } })).overdueAt?.toISOString()).toBe(
    '2026-11-23T11:00:00.000Z',
  )
})

it('keeps tickets whose status or priority the operator took away', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  const id = await openTicket(browser, { priority: 'critical' })
  await browser.post(`/tickets/${id}/status`, { to: 'in_progress' }).expect(303)

  await rewrite(house, {
    priorities: ['Low', 'High'],
    tickets: { default_priority: 'Low' },
    workflow: ['Open', 'Resolved'],
  })

  expect(rowOf((await browser.get('/')).text, id)).toContain('Printer on fire')
  await browser.get(`/tickets/${id}`).expect(200)
  await browser.get(`/tickets/${id}/explanation`).expect(200)
  await browser.post(`/tickets/${id}/status`, { to: 'open' }).expect(303)
  expect((await house.desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).status).toBe('open')
})
