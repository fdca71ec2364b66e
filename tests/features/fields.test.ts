import { expect, it } from 'vitest'
import { verifyAudit } from '#features/audit/queries.ts'
import { openHouse } from '../support/house.ts'
import { addField, changeField } from './fields.ts'
import { factsOf, formOf, mainOf, openTicket, problemAt } from './page.ts'

const LIST = '/settings/fields'
const NEW = { label: 'Rack', type: 'text', visibleTo: 'client', editableBy: 'agent' }

it('makes a field, keeps its key when its label changes, and writes both down', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  const id = await addField(house, admin, { label: 'Rack unit', help: 'Printed on the door.' })

  await changeField(admin, id, { label: 'Rack place', options: '' })

  const row = await house.desk.db.read.field.findUniqueOrThrow({ where: { id } })
  expect(row).toMatchObject({ key: 'rack_unit', label: 'Rack place', help: 'Printed on the door.', entity: 'ticket' })
  const form = (await admin.get('/tickets/new')).text
  expect(mainOf(form)).toContain('Rack place')
  expect(form).toContain('name="field.rack_unit"')
  const entries = await house.desk.db.read.auditEntry.findMany({ where: { action: 'fields.changed' } })
  expect(entries.map(({ subject }) => subject)).toEqual([`Field ${id}, Rack unit`, `Field ${id}, Rack place`])
  expect(verifyAudit(house.desk).ok).toBe(true)
})

it.each([
  ['label', { label: ' ' }, 'Give the field a label.'],
  ['type', { type: 'colour' }, 'Choose one of the list.'],
  ['options', { type: 'choice', options: '' }, 'Write at least one option.'],
  ['options', { type: 'choices', options: 'Red\nred' }, 'Name each option once.'],
  ['defaultValue', { type: 'number', defaultValue: 'many' }, 'Write a number such as 12 or 12.5.'],
  ['defaultValue', { type: 'choice', options: 'Red', defaultValue: 'Blue' }, 'Choose one of the list.'],
  ['editableBy', { visibleTo: 'agent', editableBy: 'client' }, 'Who fills it in must see it, too.'],
])('says beside %s what is wrong, and keeps the rest', async (name, fields, words) => {
  const { visitor, desk } = await openHouse()
  const { text } = await visitor()
    .post(LIST, { ...NEW, help: 'Kept.', ...fields })
    .expect(422)

  expect(problemAt(text, name)).toBe(words)
  expect(text).toContain('value="Kept."')
  expect(await desk.db.read.field.count()).toBe(0)
})

it('wants every label once among the fields in use', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  const id = await addField(house, admin, NEW)
  const { text } = await admin.post(LIST, { ...NEW, label: 'RACK' }).expect(422)
  expect(problemAt(text, 'label')).toBe('There is a field of this label already.')

  await admin.post(`${LIST}/${id}/removal`).expect(303)
  const other = await addField(house, admin, NEW)
  expect(await house.desk.db.read.field.findUniqueOrThrow({ where: { id: other } })).toMatchObject({ key: 'rack_2' })
  await admin.post(`${LIST}/${id}/return`).expect(422)
})

it('keeps the type once something is filled in', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  const id = await addField(house, admin, NEW)
  await changeField(admin, id, { type: 'number' })
  await openTicket(admin, { 'field.rack': '7' })

  const page = (await admin.get(`${LIST}/${id}`)).text
  expect(mainOf(page)).toContain('so the type stays')
  const { text } = await admin.post(`${LIST}/${id}`, { ...NEW, type: 'text' }).expect(422)
  expect(problemAt(text, 'type')).toContain('so the type stays')
})

it('keeps the values of an option that left the list, says how many, and still offers it to those', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  const id = await addField(house, admin, { label: 'Floor', type: 'choice', options: 'One\nTwo\nThree' })
  const ticket = await openTicket(admin, { 'field.floor': 'Two' })

  await changeField(admin, id, { options: 'One\nThree' })

  expect(mainOf((await admin.get(LIST)).text)).not.toContain('Two')
  const edit = `/tickets/${ticket}/edit`
  const form = formOf((await admin.get(edit)).text, edit)
  expect(form['field.floor']).toBe('Two')
  await admin.post(edit, { ...form, title: 'Another title' }).expect(303)
  expect(factsOf((await admin.get(`/tickets/${ticket}`)).text).Floor).toBe('Two')
  await admin.post('/tickets', { title: 'T', description: 'D', 'field.floor': 'Two' }).expect(422)
})

it('counts what an option that left the list still stands in', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  const id = await addField(house, admin, { label: 'Floor', type: 'choice', options: 'One\nTwo' })
  await openTicket(admin, { 'field.floor': 'Two' })
  await openTicket(admin, { 'field.floor': 'Two' })
  const path = `${LIST}/${id}`
  const form = formOf((await admin.get(path)).text, path)

  await admin.post(path, { ...form, options: 'One' }).expect(303)

  expect((await admin.get(LIST)).text).toContain('what holds them keeps them: “Two” (2).')
})

it('moves fields up and down, and stops at the ends', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  const [a, b] = [await addField(house, admin, { label: 'A' }), await addField(house, admin, { label: 'B' })]
  const order = async () =>
    [...(await admin.get(LIST)).text.matchAll(/place__name" href="\/settings\/fields\/(\d+)"/g)].map(([, id]) =>
      Number(id),
    )

  expect(await order()).toEqual([a, b])
  await admin.post(`${LIST}/${b}/move`, { to: 'up' }).expect(303)
  expect(await order()).toEqual([b, a])
  await admin.post(`${LIST}/${b}/move`, { to: 'up' }).expect(303)
  await admin.post(`${LIST}/${a}/move`, { to: 'down' }).expect(303)
  expect(await order()).toEqual([b, a])
  await admin.post(`${LIST}/${a}/move`, { to: 'sideways' }).expect(400)
})

it('removes without loss, brings back, and purges only what was removed and whose label is typed', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  const id = await addField(house, admin, NEW)
  const ticket = await openTicket(admin, { 'field.rack': 'B7' })
  const shown = async () => factsOf((await admin.get(`/tickets/${ticket}`)).text).Rack
  const found = async () => (await admin.get('/tickets?q=B7&status=all')).text.includes(`id="t${ticket}"`)

  await admin.post(`${LIST}/${id}/purge`, { name: 'Rack' }).expect(409)
  await admin.post(`${LIST}/${id}/removal`).expect(303)
  expect([await shown(), await found()]).toEqual([undefined, false])
  expect((await admin.get(`/tickets/${ticket}/edit`)).text).not.toContain('field.rack')

  await admin.post(`${LIST}/${id}/return`).expect(303)
  expect([await shown(), await found()]).toEqual(['B7', true])

  await admin.post(`${LIST}/${id}/removal`).expect(303)
  const { text } = await admin.post(`${LIST}/${id}/purge`, { name: 'Shelf' }).expect(422)
  expect(problemAt(text, 'name')).toContain('Type “Rack”')
  expect(await house.desk.db.read.fieldValue.count()).toBe(1)
  await admin.post(`${LIST}/${id}/purge`, { name: 'rack' }).expect(303)
  expect([await house.desk.db.read.field.count(), await house.desk.db.read.fieldValue.count()]).toEqual([0, 0])
  expect(await house.desk.db.read.auditEntry.findFirst({ where: { action: 'fields.purged' } })).toMatchObject({
    subject: `Field ${id}, Rack`,
    details: '{"key":"rack","values":1}',
  })
  await admin.get(`${LIST}/${id}`).expect(404)
})

it('is for admins', async () => {
  const house = await openHouse({ preset: 'team' })
  const id = await addField(house, await house.as('admin'), NEW)
  for (const role of ['agent', 'client'] as const) {
    const browser = await house.as(role)
    for (const path of [LIST, `${LIST}/${id}`]) await browser.get(path).expect(403)
    for (const path of ['', `/${id}`, `/${id}/move`, `/${id}/removal`, `/${id}/return`, `/${id}/purge`])
      await browser.post(`${LIST}${path}`, NEW).expect(403)
  }
  expect(await house.desk.db.read.field.findUniqueOrThrow({ where: { id } })).toMatchObject({ removedAt: null })
})
