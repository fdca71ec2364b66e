import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { RELATIONS } from '#features/people/merge/relations.ts'
import { addPerson, openHouse, ROOT, type House } from '../support/house.ts'
import { columnsOf, openFile, putRow } from './people-tables.ts'
import { mainOf, openTicket } from './page.ts'

const SCHEMA = readFileSync(path.join(ROOT, 'prisma/schema.prisma'), 'utf8')
const MODELS = [...SCHEMA.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, table = '', body = '']) => ({
  table,
  body,
}))

/** Every column that names a person, as the model knows it, and those that do so without its knowing. */
const NAMING = [
  ...MODELS.flatMap(({ table, body }) =>
    [...body.matchAll(/^\s+\w+\s+Person\??\s+@relation\([^)]*fields: \[(\w+)\]/gm)].map(
      ([, column]) => `${table}.${column}`,
    ),
  ),
  ...MODELS.flatMap(({ table, body }) =>
    [...body.matchAll(/^\s+((?:person|owner|actor|author|editor|creator)Id)\s+Int/gm)].map(
      ([, column]) => `${table}.${column}`,
    ),
  ),
]
const DROPPED = new Set(['Credential.personId', 'OneTimeToken.personId'])

async function twins(house: House): Promise<{ from: number; into: number }> {
  for (const name of ['Ann Green', 'Ann Greene']) await addPerson(house.desk, { role: 'client', name })
  const id = (name: string) =>
    house.desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })!.id
  return { from: id('Ann Green'), into: id('Ann Greene') }
}

it('knows every relation to a person that the model has', () => {
  const known = RELATIONS.map(({ table, column }) => `${table}.${column}`)
  expect(NAMING.length).toBeGreaterThan(30)
  // The log is chained: what it says of a person stays.
  expect([...new Set(NAMING)].filter((one) => !known.includes(one))).toEqual(['AuditEntry.actorId'])
  expect(known.filter((one) => !NAMING.includes(one))).toEqual([])
})

it('moves everything that names the one who goes', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  const { from, into } = await twins(house)
  const file = openFile(house)
  for (const { table, column } of RELATIONS) if (table !== 'Person') putRow(file, table, { [column]: from })

  await admin.get(`/people/${from}/merge?into=${into}`).expect(200)
  await admin.post(`/people/${from}/merge`, { into: String(into) }).expect(303)

  const count = (table: string, column: string, id: number) =>
    file.prepare(`SELECT count(*) FROM "${table}" WHERE "${column}" = ?`).pluck().get(id) as number
  for (const { table, column } of RELATIONS) {
    expect([table, column, count(table, column, from)]).toEqual([table, column, 0])
    const kept = Number(!DROPPED.has(`${table}.${column}`) && table !== 'Person')
    expect([table, column, count(table, column, into) >= kept]).toEqual([table, column, true])
    if (DROPPED.has(`${table}.${column}`)) expect(count(table, column, into)).toBe(0)
  }
  // No other whole number of the file is left that could mean the one who went.
  const left = columnsOf(file).filter(
    ({ table, name, type }) =>
      type === 'INTEGER' &&
      /(?:person|assignee|owner|actor|author|editor|requester|manager|By)Id$/.test(name) &&
      table !== 'AuditEntry' &&
      count(table, name, from) !== 0,
  )
  expect(left).toEqual([])
  expect(file.prepare('SELECT revokedAt IS NOT NULL FROM ApiKey').pluck().get()).toBe(1)
  file.close()
})

it('keeps one of what both had, and fills in what only the one who goes knew', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  const { from, into } = await twins(house)
  const file = openFile(house)
  for (const table of ['Ticket', 'Site', 'Field']) putRow(file, table, { id: 1 })
  file.prepare(`UPDATE Person SET phone = '030', company = 'Northwind' WHERE id = ?`).run(from)
  file.prepare(`UPDATE Person SET company = 'Ours' WHERE id = ?`).run(into)
  for (const personId of [from, into]) {
    putRow(file, 'Watcher', { ticketId: 1, personId })
    putRow(file, 'SiteMember', { siteId: 1, personId })
    putRow(file, 'FieldValue', { fieldId: 1, personId, text: `of ${personId}` })
  }
  await admin.post(`/people/${from}/merge`, { into: String(into) }).expect(303)

  const all = (sql: string) => file.prepare(sql).all()
  expect(all('SELECT ticketId, personId FROM Watcher')).toEqual([{ ticketId: 1, personId: into }])
  expect(all('SELECT siteId, personId FROM SiteMember')).toEqual([{ siteId: 1, personId: into }])
  expect(all('SELECT personId, text FROM FieldValue')).toEqual([{ personId: into, text: `of ${into}` }])
  expect(file.prepare('SELECT phone, company, email FROM Person WHERE id = ?').get(into)).toEqual({
    phone: '030',
    company: 'Ours',
    email: 'ann.greene@example.com',
  })
  file.close()
})

it('previews, leads the old page on for ever, and knows the old mail address and name', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  const { from, into } = await twins(house)
  const ticket = await openTicket(admin, { requester: 'Ann Green <ann.green@example.com>' })

  const preview = mainOf((await admin.get(`/people/${from}/merge?into=${into}`).expect(200)).text)
  expect(preview).toContain('Merge Ann Green into Ann Greene')
  expect(preview).toContain('Tickets asked for 1')
  await admin.post(`/people/${from}/merge`, { into: String(into) }).expect(303)

  expect((await admin.get(`/people/${from}`).expect(301)).headers.location).toBe(`/people/${into}`)
  expect(mainOf((await admin.get(`/people/${into}`)).text)).toContain('Merged in Ann Green')
  expect(mainOf((await admin.get(`/tickets?requester=${into}&status=all`)).text)).toContain('Printer on fire')
  for (const typed of ['ann.green%40example.com', 'Ann+Green'])
    expect(mainOf((await admin.get(`/tickets?requester=${typed}&status=all`)).text)).toContain('Printer on fire')
  for (const requester of ['Ann Green <ann.green@example.com>', 'Ann Green', 'ann.green@example.com'])
    await openTicket(admin, { requester })
  expect(house.desk.db.sql.all('SELECT DISTINCT requesterId FROM Ticket')).toEqual([{ requesterId: into }])
  expect(ticket).toBeGreaterThan(0)
  expect(mainOf((await admin.get('/people')).text)).not.toContain('Ann Green ann.green')

  // Twice, with oneself, and with nobody.
  await admin.post(`/people/${from}/merge`, { into: String(into) }).expect(404)
  await admin.post(`/people/${into}/merge`, { into: String(into) }).expect(409)
  await admin.post(`/people/${into}/merge`, { into: '999' }).expect(404)
})

it('ends the sessions of the one who goes, and gives no work to somebody who may not see it', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, troy] = [await house.as('admin'), await house.as('agent', 'Troy Pound')]
  await addPerson(house.desk, { role: 'client', name: 'Troy P' })
  await addPerson(house.desk, { role: 'agent', name: 'Troy Pounds' })
  const id = (name: string) =>
    house.desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })!.id

  const { text } = await admin.post(`/people/${id('Troy Pound')}/merge`, { into: String(id('Troy P')) }).expect(409)
  expect(text).toContain('Merge the other way round')
  await troy.get('/').expect(200)
  await admin.post(`/people/${id('Troy Pound')}/merge`, { into: String(id('Troy Pounds')) }).expect(303)
  await troy.get('/').expect(303)
})

it('suggests people of the same name and of the same mail name', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  const add = (name: string, email: string) =>
    admin.post('/people', { name, email, role: 'client', company: '', jobTitle: '', phone: '', sites: '' }).expect(303)
  const first = (await add('Zoë Blue', 'zoe@one.example')).headers.location ?? ''
  await add('ZOE BLUE', 'other@two.example')
  await add('Somebody Else', 'zoe@two.example')
  await add('Zora Blue', 'zora@one.example')

  const page = mainOf((await admin.get(first).expect(200)).text)
  expect(page).toMatch(/Perhaps the same person.*zoe@two\.example.*other@two\.example/)
  expect(page).not.toContain('Zora')
})
