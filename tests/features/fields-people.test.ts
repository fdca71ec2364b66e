import { expect, it } from 'vitest'
import { verifyAudit } from '#features/audit/queries.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { addField } from './fields.ts'
import { factsOf, formOf, mainOf, problemAt } from './page.ts'

const ofPeople = { entity: 'person' }
const FACTS = {
  name: 'Ann Green',
  email: 'ann@example.com',
  role: 'client',
  company: '',
  jobTitle: '',
  phone: '',
  sites: '',
}

async function withFields(): Promise<{ house: House; admin: Browser }> {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await addField(house, admin, { ...ofPeople, label: 'Badge', required: 'on' })
  await addField(house, admin, {
    ...ofPeople,
    label: 'Trained in',
    type: 'choices',
    options: 'Ladders\nHigh voltage\nFire; smoke',
  })
  await addField(house, admin, {
    ...ofPeople,
    label: 'Contract',
    type: 'choice',
    options: 'Full\nPart',
    editableBy: 'admin',
  })
  await addField(house, admin, {
    ...ofPeople,
    label: 'Salary band',
    type: 'number',
    visibleTo: 'admin',
    editableBy: 'admin',
  })
  return { house, admin }
}

async function written(admin: Browser, facts: Readonly<Record<string, string | string[]>>): Promise<string> {
  const answer = await admin.post('/people', { ...FACTS, ...facts }).expect(303)
  return String(answer.headers.location)
}

it('shows fields of people on the page of a person and in no form of tickets, and the other way round', async () => {
  const { house, admin } = await withFields()
  await addField(house, admin, { label: 'Rack' })
  const person = (await admin.get('/people/new').expect(200)).text
  expect(person).toContain('name="field.badge"')
  expect(person).not.toContain('name="field.rack"')
  const ticket = (await admin.get('/tickets/new').expect(200)).text
  expect(ticket).toContain('name="field.rack"')
  expect(ticket).not.toContain('name="field.badge"')
  expect(mainOf((await admin.get('/settings/fields')).text)).toMatch(/Tickets Rack .*People Badge .*Trained in/)
})

it('writes them down with a person, changes them, and says which ones in the log without what they were', async () => {
  const { house, admin } = await withFields()
  const refused = await admin.post('/people', { ...FACTS, 'field.badge': ' ', 'field.salary_band': 'much' }).expect(422)
  expect(problemAt(refused.text, 'field.badge')).toBe('Fill in “Badge”.')
  expect(problemAt(refused.text, 'field.salary_band')).toBe('Write a number such as 12 or 12.5.')
  expect(refused.text).toContain('value="Ann Green"')

  const at = await written(admin, { 'field.badge': 'B-7', 'field.trained_in': ['', 'High voltage', 'Ladders'] })
  expect(factsOf((await admin.get(at)).text)).toMatchObject({ Badge: 'B-7', 'Trained in': 'Ladders, High voltage' })

  const form = formOf((await admin.get(`${at}/edit`)).text, at)
  expect(form['field.badge']).toBe('B-7')
  await admin.post(at, { ...form, 'field.badge': 'B-8', 'field.trained_in': '', 'field.salary_band': '4' }).expect(303)
  const facts = factsOf((await admin.get(at)).text)
  expect(facts).toMatchObject({ Badge: 'B-8', 'Salary band': '4' })
  expect(facts['Trained in']).toBeUndefined()

  const entry = await house.desk.db.read.auditEntry.findFirstOrThrow({ where: { action: 'person.edited' } })
  expect(JSON.parse(entry.details)).toEqual({ fields: ['field.badge', 'field.trained_in', 'field.salary_band'] })
  expect(verifyAudit(house.desk).ok).toBe(true)
})

it('lets people fill in what their role may on their own page, see what it sees, and hear of nothing else', async () => {
  const { house, admin } = await withFields()
  const clara = await house.as('client', 'Clara Client')
  const at = `/people/${house.desk.db.sql.get<{ id: number }>(`SELECT id FROM Person WHERE name = 'Clara Client'`)?.id}`
  const form = formOf((await admin.get(`${at}/edit`)).text, at)
  await admin
    .post(at, { ...form, 'field.badge': 'C-1', 'field.contract': 'Part', 'field.salary_band': '9' })
    .expect(303)

  const page = (await clara.get('/me').expect(200)).text
  expect(formOf(page, '/me/fields')).toMatchObject({ 'field.badge': 'C-1' })
  expect(factsOf(page)).toMatchObject({ Contract: 'Part' })
  expect(page).not.toContain('Salary')

  const wrong = await clara.post('/me/fields', { 'field.badge': '' }).expect(422)
  expect(problemAt(wrong.text, 'field.badge')).toBe('Fill in “Badge”.')
  await clara
    .post('/me/fields', { 'field.badge': 'C-2', 'field.contract': 'Full', 'field.salary_band': '1' })
    .expect(303)
  expect(factsOf((await admin.get(at)).text)).toMatchObject({ Badge: 'C-2', Contract: 'Part', 'Salary band': '9' })
})

it('finds people by their fields: words, choices, numbers; a filter nobody knows finds nobody', async () => {
  const { admin } = await withFields()
  await written(admin, { 'field.badge': 'Zürich-7', 'field.contract': 'Full', 'field.salary_band': '4' })
  await written(admin, { name: 'Bob Brown', email: 'bob@example.com', 'field.badge': 'B-2', 'field.salary_band': '9' })
  const found = async (search: string) =>
    [...(await admin.get(`/people?${search}`).expect(200)).text.matchAll(/people__link" href="[^"]*">([^<]*)</g)].map(
      ([, name]) => name,
    )

  expect(await found('q=z%C3%BCrich-7')).toEqual(['Ann Green'])
  expect(await found('field.contract=Full')).toEqual(['Ann Green'])
  expect(await found('field.salary_band=>5')).toEqual(['Bob Brown'])
  expect(await found('field.salary_band=>5&q=ann')).toEqual([])
  expect(await found('field.nothing=1')).toEqual([])
  expect((await admin.get('/people?field.contract=Full')).text).toContain('<option value="Full" selected>')
})

it('exports them and takes in what it exported as the same again', async () => {
  const { admin } = await withFields()
  await written(admin, {
    'field.badge': '=7+1',
    'field.trained_in': ['Ladders', 'Fire; smoke'],
    'field.contract': 'Part',
    'field.salary_band': '-3',
  })
  const csv = (await admin.get('/people/export').expect(200)).text
  expect(csv.split('\r\n')[0]).toContain('sites,Badge,Trained in,Contract,Salary band')
  const again = mainOf((await admin.post('/people/import', { csv, act: 'preview' }).expect(200)).text)
  expect(again).toMatch(/0 new, 0 changed, \d as they are/)
})

it('imports columns named by label or key, previews them, leaves what a cell leaves empty, and says what is wrong', async () => {
  const { admin } = await withFields()
  const csv = [
    'name,email,field.badge,trained_in,Salary Band',
    'Ann Green,ann@example.com,A-1,ladders; HIGH VOLTAGE,4',
    'Bob Brown,bob@example.com,B-1,Juggling,',
  ].join('\n')
  const said = mainOf((await admin.post('/people/import', { csv, act: 'preview' }).expect(200)).text)
  expect(said).toContain('1 new, 0 changed')
  expect(said).toContain('Line 3: Trained in: Choose from the list.')
  expect(said).toContain('Badge: A-1, Trained in: Ladders; High voltage, Salary band: 4')

  await admin.post('/people/import', { csv, act: 'import' }).expect(303)
  const list = (await admin.get('/people?q=ann')).text
  const at = /people__link" href="([^"]*)"/.exec(list)?.[1] ?? ''
  expect(factsOf((await admin.get(at)).text)).toMatchObject({ Badge: 'A-1', 'Trained in': 'Ladders, High voltage' })
  expect(mainOf((await admin.get('/people')).text)).not.toContain('Bob Brown')

  await admin.post('/people/import', {
    csv: 'name,email,Badge,Salary band\nAnn Green,ann@example.com,,5',
    act: 'import',
  })
  expect(factsOf((await admin.get(at)).text)).toMatchObject({ Badge: 'A-1', 'Salary band': '5' })
})

it('keeps the values of a removed field until it is purged, merges them into gaps, and forgets them with the person', async () => {
  const { house, admin } = await withFields()
  const { desk } = house
  const values = () =>
    desk.db.sql.rows<[number, string, string]>(
      'SELECT v.personId, f.key, v.text FROM FieldValue v JOIN Field f ON f.id = v.fieldId ORDER BY 1, 2',
    )
  const ann = await written(admin, { 'field.badge': 'A-1', 'field.contract': 'Full' })
  const twin = await written(admin, { email: 'twin@example.com', 'field.badge': 'A-2', 'field.salary_band': '4' })
  const [annId, twinId] = [ann, twin].map((at) => Number(at.split('/').at(-1)))
  const badge = await desk.db.read.field.findFirstOrThrow({ where: { key: 'badge' } })

  await admin.post(`/settings/fields/${badge.id}/removal`).expect(303)
  expect((await admin.get(ann)).text).not.toContain('A-1')
  expect(values()).toContainEqual([annId, 'badge', 'A-1'])
  await admin.post(`/settings/fields/${badge.id}/return`).expect(303)

  await admin.post(`${twin}/merge`, { into: String(annId) }).expect(303)
  expect(values()).toEqual([
    [annId, 'badge', 'A-1'],
    [annId, 'contract', 'Full'],
    [annId, 'salary_band', '4'],
  ])
  expect(twinId).not.toBe(annId)
  await admin.post(`${ann}/anonymise`, { name: 'Ann Green' }).expect(303)
  expect(values()).toEqual([])
})
