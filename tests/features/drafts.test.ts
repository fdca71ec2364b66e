import { expect, it } from 'vitest'
import { HOUR } from '../support/clock.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { forgetOldDrafts } from '#features/drafts/service.ts'
import { formOf, mainOf, openTicket } from './page.ts'
import { openTown } from './town.ts'

const ODD = 'Trailing  \n\r\nline\t🎉 \u0000 \ud800 ü“'

/** As the script of a page saves. */
async function save(browser: Browser, url: string, fields: object, ref = '..w1') {
  const token = await browser.token()
  const form = { _csrf: token, draft: ref, fields: JSON.stringify(fields) }
  const answer = await browser.raw.post(url).field(form).expect(200)
  return answer.body as { readonly slot: number | null; readonly rev: number | null }
}

const MARKS: readonly (readonly [string, string])[] = [
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&#92;', '\\'],
  ['&amp;', '&'],
]

/** What the page would put back, to the letter. */
function kept(html: string): unknown {
  const [, json = 'null'] = /data-draft-fields="([^"]*)"/.exec(html) ?? []
  return JSON.parse(MARKS.reduce((text, [mark, letter]) => text.replaceAll(mark, letter), json))
}

const rows = ({ desk }: House) => desk.db.sql.all<{ body: string }>('SELECT body FROM Draft')

it('brings back what was typed, to the letter', async () => {
  const house = await openHouse()
  const visitor = house.visitor()
  const id = await openTicket(visitor)
  const fields = { kind: ['note'], body: [ODD], status: ['on_hold'], holdReason: ['Why "so" & <b>'] }
  expect(await save(visitor, `/tickets/${id}/draft/update`, fields)).toEqual({ slot: 1, rev: 1 })

  const page = (await visitor.get(`/tickets/${id}`).expect(200)).text
  expect(kept(page)).toEqual(fields)
  expect(mainOf(page)).toContain('Draft of 10:00')
  expect(formOf(page, `/tickets/${id}/updates`)).toMatchObject({
    kind: 'note',
    status: 'on_hold',
    holdReason: 'Why "so" & <b>',
  })
})

it('takes as much as an update may hold, in any script', async () => {
  const house = await openHouse()
  const visitor = house.visitor()
  const id = await openTicket(visitor)
  for (const letter of ['語', '🎉'.charAt(0), '"']) {
    const body = letter.repeat(100_000)
    await save(visitor, `/tickets/${id}/draft/update`, { body: [body] }, '..w')
    const shown = JSON.stringify(kept((await visitor.get(`/tickets/${id}`)).text))
    expect(shown === JSON.stringify({ body: [body] })).toBe(true)
  }
})

it('lets go of it in the write that sends it, and of nothing when it is refused', async () => {
  const house = await openHouse()
  const visitor = house.visitor()
  const id = await openTicket(visitor)
  await save(visitor, `/tickets/${id}/draft/update`, { body: ['Half a'] })
  const refused = await visitor
    .post(`/tickets/${id}/updates`, { kind: 'reply', body: ' ', draft: '1.1.w1' })
    .expect(422)
  expect(formOf(refused.text, `/tickets/${id}/updates`).draft).toBe('1.1.')
  expect(JSON.stringify(rows(house))).toContain('Half a')

  await visitor.post(`/tickets/${id}/updates`, { kind: 'reply', body: 'Half a word.', draft: '1.1.w1' }).expect(303)
  expect(JSON.stringify(rows(house))).not.toContain('Half a')
  await save(visitor, `/tickets/${id}/draft/update`, { body: ['Half a w'] }, '1.1.w1')
  expect(mainOf((await visitor.get(`/tickets/${id}`)).text)).not.toContain('Half a w ')
  expect(JSON.stringify(rows(house))).not.toContain('Half a')
})

it('keeps the writing of two windows and offers the older one', async () => {
  const house = await openHouse()
  const visitor = house.visitor()
  const id = await openTicket(visitor)
  await save(visitor, `/tickets/${id}/draft/update`, { body: ['From the left'] }, '..left')
  house.clock.pass(60_000)
  await save(visitor, `/tickets/${id}/draft/update`, { body: ['From the right'] }, '..right')
  const page = (await visitor.get(`/tickets/${id}`)).text
  expect(formOf(page, `/tickets/${id}/updates`).body).toBe('From the right')
  expect(mainOf(page)).toContain('Another draft of 10:00: “From the left”')

  await visitor.post(`/tickets/${id}/draft/update`, { act: 'choose', slot: '1' }).expect(303)
  expect(formOf((await visitor.get(`/tickets/${id}`)).text, `/tickets/${id}/updates`).body).toBe('From the left')
  await visitor.post(`/tickets/${id}/draft/update`, { act: 'discard', slot: '1' }).expect(303)
  expect(formOf((await visitor.get(`/tickets/${id}`)).text, `/tickets/${id}/updates`).body).toBe('From the right')
})

it('works without a script, in every form', async () => {
  const house = await openHouse()
  const visitor = house.visitor()
  await visitor.post('/tickets/new/draft', { title: 'Half', description: 'One\r\nTwo', draft: '..' }).expect(303)
  expect(formOf((await visitor.get('/tickets/new')).text, '/tickets')).toMatchObject({
    title: 'Half',
    description: 'One\nTwo',
  })
  const id = await openTicket(visitor, { draft: '1.1.' })
  expect(formOf((await visitor.get('/tickets/new')).text, '/tickets').title).toBe('')

  const edit = formOf((await visitor.get(`/tickets/${id}/edit`)).text, `/tickets/${id}/edit`)
  await visitor.post(`/tickets/${id}/draft/edit`, { ...edit, title: 'Printer burns' }).expect(303)
  await visitor.post(`/tickets/${id}/edit`, { ...edit, priority: 'high' }).expect(303)
  const again = formOf((await visitor.get(`/tickets/${id}/edit`)).text, `/tickets/${id}/edit`)
  expect(again.title).toBe('Printer burns')
  await visitor.post(`/tickets/${id}/edit`, again).expect(303)
  const page = mainOf((await visitor.get(`/tickets/${id}`)).text)
  expect(page).toContain('Printer burns')
  expect(page).toContain('Priority High')

  await visitor.post(`/tickets/${id}/updates`, { kind: 'note', body: 'First.' }).expect(303)
  const update = /\/updates\/(\d+)\/edit/.exec((await visitor.get(`/tickets/${id}`)).text)?.[1] ?? ''
  await visitor.post(`/tickets/${id}/draft/update-${update}`, { body: 'First, bett' }).expect(303)
  const url = `/tickets/${id}/updates/${update}`
  expect(formOf((await visitor.get(`${url}/edit`)).text, url).body).toBe('First, bett')
  await visitor.post(url, { body: 'First, better.', draft: '1.1.' }).expect(303)
  expect(formOf((await visitor.get(`${url}/edit`)).text, url).body).toBe('First, better.')
})

it('is seen by its author alone, on tickets one may see', async () => {
  const { house, carla, colin, admin, tickets } = await openTown()
  await save(carla, `/tickets/${tickets.carla}/draft/update`, { body: ['Of Carla alone'] })
  await save(admin, `/tickets/${tickets.carla}/draft/update`, { body: ['Of the admin alone'] })
  for (const other of [colin, admin])
    expect((await other.get(`/tickets/${tickets.carla}`).expect(200)).text).not.toContain('Of Carla alone')
  const own = (await carla.get(`/tickets/${tickets.carla}`).expect(200)).text
  expect(own).toContain('Of Carla alone')
  expect(own).not.toContain('Of the admin alone')
  await carla.post(`/tickets/${tickets.fred}/draft/update`, { body: 'x' }).expect(404)
  expect(rows(house)).toHaveLength(2)
})

it('forgets it after a season', async () => {
  const house = await openHouse()
  const visitor = house.visitor()
  const id = await openTicket(visitor)
  await save(visitor, `/tickets/${id}/draft/update`, { body: ['Old'] })
  house.clock.pass(89 * 24 * HOUR)
  await forgetOldDrafts(house.desk)
  expect(rows(house)).toHaveLength(1)
  house.clock.pass(2 * 24 * HOUR)
  await forgetOldDrafts(house.desk)
  expect(rows(house)).toHaveLength(0)
})
