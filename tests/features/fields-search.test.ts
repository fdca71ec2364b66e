import { expect, it } from 'vitest'
import { filterSql } from '#features/tickets/list/filter.ts'
import { listQuery } from '#features/tickets/list/schema.ts'
import type { Role } from '#domain/access.ts'
import { openHouse, type Browser } from '../support/house.ts'
import { addField, changeField } from './fields.ts'
import { formOf, mainOf, openTicket, rowsOf } from './page.ts'

const found = async (browser: Browser, query: string) =>
  rowsOf((await browser.get(`/tickets?status=all&${query}`).expect(200)).text).sort()

it('is found by words, as far as a field is open to whoever looks', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, agent, client] = [await house.as('admin'), await house.as('agent'), await house.as('client')]
  await addField(house, admin, { label: 'Open', visibleTo: 'client' })
  const inner = await addField(house, admin, { label: 'Inner', visibleTo: 'agent', editableBy: 'agent' })
  await addField(house, admin, { label: 'Secret', visibleTo: 'admin', editableBy: 'admin' })
  const id = await openTicket(client)
  const values = { 'field.open': 'openword', 'field.inner': 'innerword', 'field.secret': 'secretword' }
  const edit = `/tickets/${id}/edit`
  await admin.post(edit, { ...formOf((await admin.get(edit)).text, edit), ...values }).expect(303)
  const hits = async (browser: Browser) =>
    Promise.all(['openword', 'innerword', 'secretword'].map(async (word) => (await found(browser, `q=${word}`)).length))

  expect([await hits(client), await hits(agent), await hits(admin)]).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [1, 1, 0],
  ])

  await changeField(admin, inner, { visibleTo: 'client' })
  expect(await hits(client)).toEqual([1, 1, 0])
  await changeField(admin, inner, { visibleTo: 'admin', editableBy: 'admin' })
  expect([await hits(client), await hits(agent)]).toEqual([
    [1, 0, 0],
    [1, 0, 0],
  ])
})

async function filled() {
  const house = await openHouse()
  const admin = house.visitor()
  await addField(house, admin, { label: 'Floor', type: 'choice', options: 'One\nTwo' })
  await addField(house, admin, { label: 'Rooms', type: 'choices', options: 'A\nB' })
  await addField(house, admin, { label: 'Agreed', type: 'checkbox' })
  await addField(house, admin, { label: 'Count', type: 'number' })
  await addField(house, admin, { label: 'Day', type: 'date' })
  await addField(house, admin, { label: 'Rack' })
  const values = [
    {
      'field.floor': 'One',
      'field.rooms': 'A',
      'field.agreed': 'yes',
      'field.count': '5',
      'field.day': '2026-11-01',
      'field.rack': 'Left door',
    },
    { 'field.floor': 'Two', 'field.rooms': 'B', 'field.count': '7.5', 'field.day': '2026-11-15', 'field.rack': '100%' },
    {},
  ]
  for (const fields of values) await openTicket(admin, fields)
  return { house, admin }
}

it('narrows the list by each type', async () => {
  const { admin } = await filled()
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['field.floor=One', [1]],
    ['field.floor=one', []],
    ['field.rooms=B', [2]],
    ['field.agreed=yes', [1]],
    ['field.agreed=no', [2, 3]],
    ['field.count=5', [1]],
    ['field.count=%3E5', [2]],
    ['field.count=%3E%3D5', [1, 2]],
    ['field.count=%3C7.5', [1]],
    ['field.count=6..8', [2]],
    ['field.day=2026-11-01..2026-11-10', [1]],
    ['field.day=2026-11-02..', [2]],
    ['field.rack=LEFT', [1]],
    ['field.rack=%25', [2]],
    ['field.floor=Two&field.count=%3E1', [2]],
    ['field.floor=Two&field.agreed=yes', []],
    ['field.floor=', [1, 2, 3]],
    ['field.floor=One&sort=created&q=printer', [1]],
  ]
  for (const [query, ids] of cases) expect([query, await found(admin, query)]).toEqual([query, ids])
})

it('finds nothing by what cannot be read or is not there, and never fails', async () => {
  const { admin } = await filled()
  const odd = [
    'field.count=x',
    'field.day=2026-02-30',
    'field.agreed=perhaps',
    'field.nothing=1',
    'field.=1',
    'field.__proto__=1',
    'field.constructor=1',
    'field.count=%00',
    "field.rack='%20OR%201",
  ]
  for (const query of odd)
    expect([query, (await found(admin, query)).length]).toEqual([query, query.endsWith('%00') ? 3 : 0])
  const many = Array.from({ length: 40 }, (_none, index) => `field.x${index}=1`).join('&')
  expect(await found(admin, many)).toEqual([])
  expect(await found(admin, 'field.floor=One&field.floor=Two')).toEqual([1])
})

it('offers choices and ticks, shows what is in use as chips, and carries the rest along', async () => {
  const { admin } = await filled()
  const { text } = await admin.get('/tickets?field.floor=One&field.count=5&sort=created')

  expect(text).toMatch(/id="f-field.floor"[\s\S]*?value="One" selected/)
  expect(text).toContain('id="f-field.agreed"')
  expect(text).not.toContain('id="f-field.count"')
  expect(text).toContain('<input type="hidden" name="field.count" value="5" />')
  expect(mainOf(text)).toMatch(/Remove filter Floor: One.*Remove filter Count: 5/)
  expect(text).toContain('href="/tickets?field.count=5&amp;sort=created"')
})

it('lets nobody narrow by what they do not see', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, agent, client] = [await house.as('admin'), await house.as('agent'), await house.as('client')]
  const field = await addField(house, admin, { label: 'Inner', type: 'choice', options: 'One', defaultValue: 'One' })
  const id = await openTicket(client)
  const seen = async () =>
    Promise.all([client, agent, admin].map(async (browser) => (await found(browser, 'field.inner=One')).includes(id)))

  expect(await seen()).toEqual([true, true, true])
  await changeField(admin, field, { visibleTo: 'agent', editableBy: 'agent' })
  expect(await seen()).toEqual([false, true, true])
  expect((await client.get('/tickets?field.inner=One')).text).not.toContain('f-field.inner')
  await changeField(admin, field, { visibleTo: 'admin', editableBy: 'admin' })
  expect(await seen()).toEqual([false, false, true])
  await admin.post(`/settings/fields/${field}/removal`).expect(303)
  expect(await seen()).toEqual([false, false, false])
})

it('asks the table itself whether the field is open, and looks values up in their index', async () => {
  const { house } = await filled()
  const actorOf = (role: Role) => ({ personId: 1, name: 'A', role, zone: 'UTC', sees: 'all', sites: null }) as const
  const closed = await house.desk.db.read.field.findFirstOrThrow({ where: { key: 'floor' } })
  const query = listQuery.parse({ status: 'all', 'field.floor': 'One' })
  const filters = {
    client: filterSql(query, actorOf('client'), house.desk),
    agent: filterSql(query, actorOf('agent'), house.desk),
  }
  const count = (role: 'client' | 'agent') => {
    const { where, each, bind } = filters[role]
    const plan = house.desk.db.sql.all<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT id FROM Ticket t WHERE ${where}`,
      bind,
    )
    expect(plan.map(({ detail }) => detail).join('\n')).toContain('FieldValue_fieldId_text_idx (fieldId=? AND text=?)')
    return [where, each].map((sql) => house.desk.db.sql.all(`SELECT id FROM Ticket t WHERE ${sql}`, bind).length)
  }

  expect(count('client')).toEqual([1, 1])
  await house.desk.db.write((tx) => tx.field.update({ where: { id: closed.id }, data: { visibleTo: 'agent' } }))
  expect([count('client'), count('agent')]).toEqual([
    [0, 0],
    [1, 1],
  ])
})
