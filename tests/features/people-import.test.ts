import { expect, it } from 'vitest'
import { csvLine, unguarded } from '#lib/csv-write.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { mainOf, problemAt } from './page.ts'

const PEOPLE = `SELECT name, email, role, company, jobTitle, phone,
  (SELECT group_concat(s.name, '; ') FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = p.id) AS sites
  FROM Person p WHERE role <> 'admin' ORDER BY name`
const everybody = ({ desk }: House) => desk.db.sql.all(PEOPLE)

const preview = async (admin: Browser, csv: string) =>
  mainOf((await admin.post('/people/import', { csv, act: 'preview' }).expect(200)).text)
const take = (admin: Browser, csv: string) => admin.post('/people/import', { csv, act: 'import' }).expect(303)

async function withSites(): Promise<{ house: House; admin: Browser }> {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await house.desk.db.write((tx) => {
    for (const name of ['Berlin, North', 'Paris'])
      tx.hot.insert('Site', { name, nameKey: name.toLowerCase(), createdAt: 0 })
  })
  return { house, admin }
}

const CSV = [
  'Name,E-Mail,Role,Company,Job title,Phone,Sites',
  'Ann Green,ann@example.com,agent,"Green, Inc.",Cook,+49 30 1,"Berlin, North; Paris"',
  '=cmd(),evil@example.com,,,,,',
  '"Zoë ""Z"" Blue",zoe@example.com,Client,,,,',
  'No Mail,,client,,,,Paris',
].join('\n')

it('previews without writing, imports, and exports what imports as the same again', async () => {
  const { house, admin } = await withSites()
  const said = await preview(admin, CSV)
  expect(said).toContain('4 new, 0 changed, 0 as they are')
  expect(said).toContain('Import 4 people')
  expect(everybody(house)).toEqual([])

  await take(admin, CSV)
  expect(mainOf((await admin.get('/people')).text)).toContain('Zoë "Z" Blue')
  const before = everybody(house)
  expect(before).toMatchObject([
    { name: '=cmd()', email: 'evil@example.com', role: 'client' },
    { name: 'Ann Green', company: 'Green, Inc.', phone: '+49 30 1', sites: 'Berlin, North; Paris' },
    { name: 'No Mail', email: null, sites: 'Paris' },
    { name: 'Zoë "Z" Blue' },
  ])

  const answer = await admin.get('/people/export').expect(200)
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="people-2026-11-21\.csv"$/)
  expect(answer.text).toContain("'=cmd(),evil@example.com")
  expect(answer.text).toContain("'+49 30 1")
  expect(answer.text).not.toMatch(/(?:^|,|\n)"?[=+@-]/)
  expect(await preview(admin, answer.text)).toContain('0 new, 0 changed, 6 as they are')
  await take(admin, answer.text)
  expect(everybody(house)).toEqual(before)

  const empty = await withSites()
  await take(empty.admin, answer.text)
  expect(everybody(empty.house)).toEqual(before)
  const actions = house.desk.db.sql.all<{ action: string }>(
    `SELECT DISTINCT action FROM AuditEntry WHERE action LIKE 'people.%'`,
  )
  expect(actions).toEqual([{ action: 'people.exported' }, { action: 'people.imported' }])
})

it('says what is wrong by its line, and imports the others', async () => {
  const { house, admin } = await withSites()
  const csv = [
    'name,email,role,sites',
    ',nobody@example.com,,',
    'Bad Mail,bad,,',
    'Bad Role,role@example.com,king,',
    'Bad Site,site@example.com,,Nowhere',
    'Good One,good@example.com,,',
    'Good Twin,GOOD@example.com,,',
    'Too,many@example.com,,,,',
    'Some admin,some.admin@example.com,client,',
    'First Admin,first.admin@example.com,agent,',
  ].join('\r\n')
  const said = await preview(admin, csv)
  for (const words of [
    'Line 2: Give the person a name.',
    'Line 3: Write a mail address',
    'Line 4: Choose client, agent or admin.',
    'Line 5: There is no site named Nowhere.',
    'Line 7: This mail address stands on line 6 already.',
    'Line 10: First Admin is the last admin.',
  ])
    expect(said).toContain(words)
  await take(admin, csv)
  expect(house.desk.db.sql.get(`SELECT count(*) AS n FROM Person WHERE role = 'admin' AND active = 1`)).toEqual({
    n: 1,
  })
  expect(house.desk.db.sql.get(`SELECT name FROM Person WHERE email = 'good@example.com'`)).toEqual({
    name: 'Good One',
  })
})

it('changes people it knows by mail, and leaves what an empty cell says nothing of', async () => {
  const { house, admin } = await withSites()
  await take(admin, CSV)
  await take(admin, 'name,email,company\nAnn Greene,ANN@example.com,\n')
  expect(everybody(house)[1]).toMatchObject({
    name: 'Ann Greene',
    role: 'agent',
    company: 'Green, Inc.',
    phone: '+49 30 1',
  })
})

it.each([
  ['', 'Choose a file, or paste the lines here.'],
  ['name\nZo\uFFFD', 'This is not UTF-8. Save it as CSV UTF-8 and choose it again.'],
  ['who,where\nAnn,here', 'The first line must name the columns'],
])('refuses %j and keeps it', async (csv, problem) => {
  const { admin } = await withSites()
  const { text } = await admin.post('/people/import', { csv, act: 'import' }).expect(422)
  expect(problemAt(text, 'csv')).toContain(problem)
})

it('takes a file', async () => {
  const { admin } = await withSites()
  const { text } = await admin
    .upload('/people/import', { act: 'preview', csv: '' }, [
      { field: 'file', name: 'people.csv', content: `\uFEFF${CSV}` },
    ])
    .expect(200)
  expect(mainOf(text)).toContain('4 new')
})

it.each(['=1+1', '+49', '-x', '@a', '\tx', "'=x", 'plain', 'a,b', 'say "x"', ' edge '])(
  'keeps %j through CSV',
  (text) => {
    const line = csvLine([text])
    const cell = line.startsWith('"') ? line.slice(1, -3).replaceAll('""', '"') : line.slice(0, -2)
    expect(cell).not.toMatch(/^[=+\-@\t]/)
    expect(unguarded(cell)).toBe(text)
  },
)
