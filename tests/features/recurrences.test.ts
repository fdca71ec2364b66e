import { describe, expect, it } from 'vitest'
import { openDue } from '#features/recurrences/service.ts'
import { dueRecurrences } from '#features/recurrences/queries.ts'
import { DAY, MINUTE } from '../support/clock.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { eventsOf, factsOf, formOf, mainOf, problemAt, wordsOf } from './page.ts'

const TEMPLATE = {
  name: 'Backup check',
  title: 'Backups of {{ today }}',
  description: 'Look at the log.',
  shared: 'on',
}
const DAILY = { templateId: '1', repeat: 'daily', time: '09:00', timeZone: 'Europe/Berlin' }

// A Saturday, 10:00 in Berlin.
async function desk(template: Record<string, string> = {}, schedule: Record<string, string> = {}) {
  // Days pass here, and nobody signs in again.
  const access = { sign_in: true, session_hours: 8760, idle_minutes: 525_600 }
  const house = await openHouse({ preset: 'team', config: { access } })
  const agent = await house.as('agent', 'Ann Agent')
  await agent.post('/templates', { ...TEMPLATE, ...template }).expect(303)
  await agent.post('/recurrences', { ...DAILY, ...schedule }).expect(303)
  return { ...house, agent }
}

const tickets = ({ desk: { db } }: Pick<House, 'desk'>) =>
  db.sql.all<{ id: number; title: string; createdById: number | null }>(
    'SELECT id, title, createdById FROM Ticket ORDER BY id',
  )
const row = ({ desk: { db } }: Pick<House, 'desk'>) =>
  db.sql.get<{ nextAt: number | null; lastError: string | null; ticketId: number | null }>(
    'SELECT * FROM Recurrence WHERE id = 1',
  )
const listed = async (browser: Browser) => mainOf((await browser.get('/recurrences').expect(200)).text)
const undoIn = (html: string) => /action="(\/undo\/\d+)"/.exec(html)?.[1] ?? ''

describe('a schedule', () => {
  it('opens its ticket at its time, once, by the same path as the form', async () => {
    const house = await desk({
      priority: 'high',
      due: '1d',
      actions: 'Look | 2h',
      tags: 'backup',
      assignee: 'me',
      site: 'Harbour',
    })
    const { agent, clock } = house
    await openDue(house.desk)
    expect(tickets(house)).toEqual([])

    clock.set('2026-11-22T08:00:00Z')
    await openDue(house.desk)
    await openDue(house.desk)
    expect(tickets(house)).toEqual([{ id: 1, title: 'Backups of 22 November 2026', createdById: null }])
    expect(row(house)).toMatchObject({ nextAt: Date.parse('2026-11-23T08:00Z'), lastError: null, ticketId: 1 })

    const page = (await agent.get('/tickets/1')).text
    expect(eventsOf(page)).toEqual(['The schedule Backup check opened this ticket 22 Nov, 09:00'])
    expect(factsOf(page)).toMatchObject({ Priority: 'High', Assignee: 'Nobody yet', Tags: 'backup', Site: 'Harbour' })
    expect(mainOf(page)).toContain('Look due 22 Nov, 11:00')
    expect(factsOf(page).Due).toContain('Monday, 23 November 2026 at 17:00')
    expect(house.desk.db.sql.get('SELECT count(*) AS clocks FROM Clock WHERE ticketId = 1')).toEqual({ clocks: 2 })
  })

  it('opens nothing twice when two look at the same time', async () => {
    const house = await desk()
    house.clock.set('2026-11-22T08:00:00Z')
    await Promise.all([openDue(house.desk), openDue(house.desk), openDue(house.desk)])
    expect(tickets(house)).toHaveLength(1)
  })

  it('opens only the latest after a long sleep, and says how many it left out', async () => {
    const house = await desk()
    house.clock.set('2026-11-26T12:00:00Z')
    await openDue(house.desk)
    expect(tickets(house)).toHaveLength(1)
    const [told] = eventsOf((await house.agent.get('/tickets/1')).text)
    expect(told).toContain('opened this ticket and left out 4 earlier runs, missed while nothing ran')
    expect(row(house)?.nextAt).toBe(Date.parse('2026-11-27T08:00Z'))
  })

  it('says why it opened nothing, and tries again the next time', async () => {
    const house = await desk({ category: '', priority: 'high', title: '' })
    const { agent, clock } = house
    clock.set('2026-11-22T08:00:00Z')
    await openDue(house.desk)
    expect(tickets(house)).toEqual([])
    expect(await listed(agent)).toContain(
      'The ticket of Sunday, 22 November 2026 at 09:00 CET was not opened. Title: Give the ticket a title.',
    )
    await agent.post('/templates/1', TEMPLATE).expect(303)
    clock.set('2026-11-23T08:00:00Z')
    await openDue(house.desk)
    expect(tickets(house)).toHaveLength(1)
    expect(await listed(agent)).not.toContain('was not opened')
  })

  it('does not hold up the others when it fails', async () => {
    const house = await desk({ title: '' })
    await house.agent.post('/templates', { ...TEMPLATE, name: 'Other' }).expect(303)
    await house.agent.post('/recurrences', { ...DAILY, templateId: '2' }).expect(303)
    house.clock.set('2026-11-22T08:00:00Z')
    await openDue(house.desk)
    expect(tickets(house)).toHaveLength(1)
  })

  it('can be paused, and makes up for nothing when it goes on', async () => {
    const house = await desk()
    const { agent, clock } = house
    await agent.post('/recurrences/1/pause').expect(303)
    expect(await listed(agent)).toContain('Paused.')
    clock.pass(3 * DAY)
    await openDue(house.desk)
    await agent.post('/recurrences/1/resumption').expect(303)
    await openDue(house.desk)
    expect(tickets(house)).toEqual([])
    expect(await listed(agent)).toContain('Next: Wednesday, 25 November 2026 at 09:00 CET.')
  })

  it('says in the audit log who made, changed, paused and removed it', async () => {
    const house = await desk()
    const { agent } = house
    await agent.post('/recurrences/1', { ...DAILY, time: '10:00' }).expect(303)
    await agent.post('/recurrences/1/pause').expect(303)
    await agent.post('/recurrences/1', { ...DAILY, time: '11:00' }).expect(303)
    expect(row(house)?.nextAt).toBeNull()
    await agent.post('/recurrences/1/removal').expect(303)
    await agent.post(undoIn((await agent.get('/recurrences')).text)).expect(303)
    const said = house.desk.db.sql.all<{ subject: string; details: string }>(
      `SELECT subject, details FROM AuditEntry WHERE action = 'recurrence.changed' AND actorName = 'Ann Agent' ORDER BY id`,
    )
    expect(new Set(said.map(({ subject }) => subject))).toEqual(new Set(['Schedule 1, Backup check']))
    const timeZone = 'Europe/Berlin'
    expect(said.map(({ details }) => JSON.parse(details) as unknown)).toEqual([
      { made: true, cron: '0 9 * * *', timeZone },
      { cron: '0 10 * * *', timeZone },
      { paused: true },
      { cron: '0 11 * * *', timeZone },
      { deleted: true },
      { restored: true },
    ])
  })

  it('opens one now as whoever asks, and keeps its time', async () => {
    const house = await desk({ assignee: 'me' })
    const { agent } = house
    const answer = await agent.post('/recurrences/1/tickets').expect(303)
    expect(answer.headers.location).toBe('/tickets/1')
    const page = (await agent.get('/tickets/1')).text
    expect(eventsOf(page)[0]).toMatch(/^Ann Agent opened this ticket from the schedule Backup check/)
    expect(factsOf(page).Assignee).toBe('AA Ann Agent')
    expect(row(house)?.nextAt).toBe(Date.parse('2026-11-22T08:00Z'))
    await agent.post('/templates/1', { ...TEMPLATE, title: '' }).expect(303)
    await agent.post('/recurrences/1/tickets').expect(303)
    expect(wordsOf((await agent.get('/recurrences')).text)).toContain(
      'The ticket was not opened. Title: Give the ticket a title.',
    )
  })

  it('keeps its template, which stays shared and cannot be deleted', async () => {
    const house = await desk()
    const { agent } = house
    const { text } = await agent.post('/templates/1', { ...TEMPLATE, shared: '' }).expect(422)
    expect(problemAt(text, 'shared')).toBe('A schedule opens tickets from this template, so it stays shared.')
    await agent.post('/templates/1/removal').expect(303)
    expect(wordsOf((await agent.get('/templates')).text)).toContain(
      'A schedule opens tickets from “Backup check”. Remove it first, under Recurring.',
    )
    await agent.post('/recurrences/1/removal').expect(303)
    const list = (await agent.get('/recurrences')).text
    expect(mainOf(list)).toContain('Nothing recurs yet')
    await agent.post(undoIn(list)).expect(303)
    expect(await listed(agent)).toContain('Every day at 09:00')
  })

  it('looks for what is due along an index', async () => {
    const house = await desk()
    expect(dueRecurrences(house.desk, house.clock.now() + DAY)).toHaveLength(1)
    const plan = house.desk.db.sql.all<{ detail: string }>(
      'EXPLAIN QUERY PLAN SELECT r.id FROM Recurrence r WHERE r.active = 1 AND r.nextAt <= 5 ORDER BY r.nextAt LIMIT 50',
    )
    expect(plan.map(({ detail }) => detail).join()).toMatch(/USING.* INDEX Recurrence_active_nextAt_idx/)
    expect(plan.map(({ detail }) => detail).join()).not.toContain('TEMP B-TREE')
  })
})

describe('the form of a schedule', () => {
  it('shows its next times before it is saved', async () => {
    const { agent } = await desk()
    const fields = { ...DAILY, repeat: 'weekly', weekdays: ['1', '4'], every: '2', from: '2026-11-23' }
    const { text } = await agent.post('/recurrences', { ...fields, act: 'preview' }).expect(200)
    const words = mainOf(text)
    expect(words).toContain('Every 2 weeks on Monday and Thursday at 09:00, Europe/Berlin')
    expect(words).toContain(
      'Next: Monday, 23 November 2026 at 09:00 CET Then Thursday, 26 November 2026 at 09:00 CET Then Monday, 7 December 2026',
    )
    expect(text).toMatch(/name="weekdays" value="4" checked/)
  })

  it.each([
    [{ repeat: 'weekly', weekdays: ['1', '3'], every: '1' }, 'Every Monday and Wednesday at 09:00'],
    [{ repeat: 'monthly', day: 'last' }, 'Every month on the last day at 09:00'],
    [{ repeat: 'nth', nth: '1', weekday: '1' }, 'Every month on the first Monday at 09:00'],
    [{ repeat: 'yearly', month: '2', monthDay: '29' }, 'Every year on 29 February at 09:00'],
    [{ repeat: 'cron', cron: '*/30 8-17 * * 1-5' }, 'By cron: */30 8-17 * * 1-5'],
  ] as const)('keeps %j', async (fields, words) => {
    const { agent } = await desk()
    await agent.post('/recurrences/1', { ...DAILY, ...fields } as Record<string, string>).expect(303)
    expect(await listed(agent)).toContain(words)
    const again = formOf((await agent.get('/recurrences/1')).text, '/recurrences/1')
    await agent
      .post('/recurrences/1', { ...again, ...('weekdays' in fields ? { weekdays: [...fields.weekdays] } : {}) })
      .expect(303)
    expect(await listed(agent)).toContain(words)
  })

  it.each([
    [{ repeat: 'weekly' }, 'weekdays', 'Tick at least one day.'],
    [{ repeat: 'weekly', weekdays: '1', every: '2' }, 'from', 'Say in which week it begins, as 2026-11-23.'],
    [{ repeat: 'cron', cron: '61 * * * *' }, 'cron', '“61” is no minute. It goes from 0 to 59.'],
    [{ repeat: 'yearly', month: '2', monthDay: '30' }, 'monthDay', 'No year has such a day.'],
    [{ time: '25:00' }, 'time', 'Write the time as 09:00.'],
    [{ timeZone: 'Berlin' }, 'timeZone', 'Write a time zone such as Europe/Berlin.'],
    [{ templateId: '' }, 'templateId', 'Choose a template.'],
    [{ templateId: '99' }, 'templateId', 'Choose a template that is shared.'],
  ])('refuses %j beside %s', async (fields, name, problem) => {
    const { agent } = await desk()
    const { text } = await agent.post('/recurrences', { ...DAILY, ...fields }).expect(422)
    expect(problemAt(text, name)).toBe(problem)
  })

  it('is for those who work here', async () => {
    const house = await desk()
    const client = await house.as('client', 'Carla Client')
    await client.get('/recurrences').expect(403)
    await client.post('/recurrences/1/tickets').expect(403)
  })
})

it('runs through a night without an hour, and one with two', async () => {
  const house = await desk({}, { time: '02:30' })
  const opened: string[] = []
  for (const [from, hours] of [
    ['2026-10-24T20:00:00Z', 12],
    ['2027-03-27T20:00:00Z', 12],
  ] as const) {
    house.clock.set(from)
    await house.agent.post('/recurrences/1', { ...DAILY, time: '02:30' }).expect(303)
    for (let minute = 0; minute < hours * 60; minute += 10) {
      house.clock.pass(10 * MINUTE)
      const before = tickets(house).length
      await openDue(house.desk)
      if (tickets(house).length > before) opened.push(new Date(house.clock.now()).toISOString().slice(0, 16))
    }
  }
  expect(opened).toEqual(['2026-10-25T00:30', '2027-03-28T01:00'])
})
