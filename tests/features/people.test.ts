import { expect, it } from 'vitest'
import { addPerson, openHouse, PASSWORD, type Browser, type House } from '../support/house.ts'
import { formOf, linkTo, mainOf, openTicket, problemAt, wordsOf } from './page.ts'

const team = () => openHouse({ preset: 'team' })
const FACTS = {
  name: 'Ann Green',
  email: 'ann@example.com',
  role: 'client',
  company: '',
  jobTitle: '',
  phone: '',
  sites: '',
}

async function written(admin: Browser, facts: Readonly<Record<string, string>> = {}): Promise<number> {
  const answer = await admin.post('/people', { ...FACTS, ...facts }).expect(303)
  return Number(answer.headers.location?.split('/').at(-1))
}

const idOf = ({ desk }: House, name: string): number =>
  desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })?.id ?? 0

const lastAction = ({ desk }: House): { action: string; subject: string; details: string } | undefined =>
  desk.db.sql.get('SELECT action, subject, details FROM AuditEntry ORDER BY id DESC LIMIT 1')

it.each(['agent', 'client'] as const)('is not for an %s', async (role) => {
  const house = await team()
  const browser = await house.as(role)
  for (const path of [
    '/people',
    '/people/new',
    '/people/1',
    '/people/1/edit',
    '/people/1/merge',
    '/people/1/anonymise',
  ])
    await browser.get(path).expect(403)
  for (const path of [
    '/people/import',
    '/people/export',
    '/people/1/export',
    '/settings/audit',
    '/settings/audit/export',
  ])
    await browser.get(path).expect(403)
  const posts = ['', '/1', '/import', '/1/merge', '/1/anonymise', '/1/deactivation', '/1/activation', '/1/reset-link']
  for (const path of [...posts, '/1/invite-link', '/1/sessions-end'])
    await browser.post(`/people${path}`, FACTS).expect(403)
  await browser.post('/settings/audit/verification').expect(403)
  expect(mainOf((await browser.get('/me').expect(200)).text)).toContain(`Some ${role}`)
  expect(house.desk.db.sql.get('SELECT count(*) AS n FROM Person')).toEqual({ n: 2 })
})

it('lists people by name with their tickets, and finds them by name, mail and company', async () => {
  const house = await team()
  const admin = await house.as('admin')
  await written(admin, { company: 'Northwind' })
  await written(admin, { name: 'Zoë Blue', email: 'zoe@example.com', role: 'agent' })
  await openTicket(admin, { requester: 'Ann Green <ann@example.com>' })

  const page = (await admin.get('/people').expect(200)).text
  expect(mainOf(page)).toMatch(/Ann Green ann@example\.com Client Northwind 1 asked for .*First Admin.*Zoë Blue/)
  expect(linkTo(page, '1 asked for by Ann Green')).toMatch(/^\/tickets\?requester=\d+&status=all$/)
  for (const [query, found] of [
    ['q=green', 'Ann Green'],
    ['q=ANN%40', 'Ann Green'],
    ['q=northw', 'Ann Green'],
    ['q=zoe', 'Zoë Blue'],
    ['role=agent', 'Zoë Blue'],
  ]) {
    const text = mainOf((await admin.get(`/people?${query}`).expect(200)).text)
    expect([query, text.includes(found ?? '')]).toEqual([query, true])
    expect(text).not.toContain(found === 'Ann Green' ? 'Zoë Blue' : 'Ann Green')
  }
  expect(mainOf((await admin.get('/people?active=no')).text)).toContain('Nobody here')
})

it('pages through many people, each once', async () => {
  const house = await team()
  const admin = await house.as('admin')
  await house.desk.db.write((tx) => {
    for (let index = 0; index < 120; index += 1)
      tx.hot.insert('Person', { name: 'Same Name', nameKey: 'same name', phone: String(index), createdAt: 0 })
  })
  const seen: string[] = []
  for (let path: string | null = '/people?q=same'; path !== null;) {
    const text: string = (await admin.get(path).expect(200)).text
    seen.push(...[...text.matchAll(/people__link" href="(\/people\/\d+)"/g)].map(([, href]) => href ?? ''))
    path = /href="(\/people\?[^"]*after=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? null
  }
  expect(seen.length).toBe(120)
  expect(new Set(seen).size).toBe(120)
})

it('writes somebody down, keeps what was typed when it is refused, and says so in the log', async () => {
  const house = await team()
  const admin = await house.as('admin')
  await house.desk.db.write((tx) =>
    tx.hot.insert('Site', { name: 'Berlin, North', nameKey: 'berlin, north', createdAt: 0 }),
  )

  const refused = (await admin.post('/people', { ...FACTS, name: ' ', email: 'x', sites: 'Nowhere' }).expect(422)).text
  expect(problemAt(refused, 'name')).toBe('Give the person a name.')
  expect(problemAt(refused, 'email')).toBe('Write a mail address, such as ada@example.com.')
  expect(formOf(refused, '/people').sites).toBe('Nowhere')
  const nowhere = (await admin.post('/people', { ...FACTS, sites: 'Berlin, North; Nowhere' }).expect(422)).text
  expect(problemAt(nowhere, 'sites')).toBe('There is no site named Nowhere.')

  const id = await written(admin, { phone: '+49 30 1', jobTitle: 'Cook', sites: 'berlin, north' })
  const page = mainOf((await admin.get(`/people/${id}`).expect(200)).text)
  for (const words of ['Ann Green', '+49 30 1', 'Cook', 'Berlin, North', 'has no password'])
    expect(page).toContain(words)
  expect(lastAction(house)).toMatchObject({ action: 'person.created', subject: `Person ${id}, Ann Green` })

  const taken = (await admin.post('/people', { ...FACTS, email: 'ANN@example.com' }).expect(422)).text
  expect(problemAt(taken, 'email')).toBe('Somebody else has this mail address.')
})

it('invites with a link that is shown once', async () => {
  const house = await team()
  const admin = await house.as('admin')
  const { text } = await admin.post('/people', { ...FACTS, invite: 'on' }).expect(200)
  const url = /value="(http[^"]+\/reset\/[^"]+)"/.exec(text)?.[1] ?? ''

  expect(mainOf(text)).toContain('Invitation for Ann Green')
  const path = new URL(url).pathname
  const guest = house.visitor()
  await guest.get(path).expect(200)
  await guest.post(path, { password: 'a sentence nobody would guess 7' }).expect(303)
  expect(house.desk.db.sql.get(`SELECT passwordHash IS NOT NULL AS has FROM Person WHERE name = 'Ann Green'`)).toEqual({
    has: 1,
  })
  expect(JSON.stringify(house.desk.db.sql.all('SELECT * FROM AuditEntry'))).not.toContain(path.split('/').at(-1))
})

it('edits, and names in the log what changed without what it was', async () => {
  const house = await team()
  const admin = await house.as('admin')
  const id = await written(admin, { phone: '1' })
  const form = formOf((await admin.get(`/people/${id}/edit`).expect(200)).text, `/people/${id}`)
  expect(form).toMatchObject({ ...FACTS, phone: '1' })

  await admin.post(`/people/${id}`, { ...form, phone: '2', role: 'agent' }).expect(303)
  const entries = house.desk.db.sql.all<{ action: string; details: string }>(
    'SELECT action, details FROM AuditEntry WHERE subject LIKE @subject ORDER BY id DESC LIMIT 2',
    { subject: `Person ${id},%` },
  )
  expect(entries).toEqual([
    { action: 'person.edited', details: '{"fields":["phone"]}' },
    { action: 'person.role', details: '{"from":"client","to":"agent"}' },
  ])
})

it('never loses the last admin, however the requests meet', async () => {
  const house = await team()
  const [one, other] = [await house.as('admin', 'Ada One'), await house.as('admin', 'Bob Other')]
  await one.post(`/people/${idOf(house, 'First Admin')}/deactivation`).expect(303)
  const [ada, bob] = [idOf(house, 'Ada One'), idOf(house, 'Bob Other')]
  const demoted = { ...FACTS, role: 'agent' }

  const answers = await Promise.all([
    one.post(`/people/${bob}/deactivation`),
    other.post(`/people/${ada}/deactivation`),
    one.post(`/people/${ada}`, { ...demoted, name: 'Ada One', email: 'ada.one@example.com' }),
    other.post(`/people/${bob}`, { ...demoted, name: 'Bob Other', email: 'bob.other@example.com' }),
    one.post(`/people/${ada}/deactivation`),
  ])

  expect(answers.filter(({ status }) => status === 409).length).toBeGreaterThan(0)
  expect(house.desk.db.sql.get(`SELECT count(*) AS n FROM Person WHERE role = 'admin' AND active = 1`)).toEqual({
    n: 1,
  })
})

it('says beside the role why the last admin keeps it, and does not count one who cannot sign in yet', async () => {
  const house = await team()
  const admin = await house.as('admin', 'Ada One')
  await admin.post(`/people/${idOf(house, 'First Admin')}/deactivation`).expect(303)
  await written(admin, { role: 'admin' })
  const id = idOf(house, 'Ada One')
  const form = formOf((await admin.get(`/people/${id}/edit`)).text, `/people/${id}`)
  const { text } = await admin.post(`/people/${id}`, { ...form, role: 'client' }).expect(409)
  expect(problemAt(text, 'role')).toBe('Ada One is the last admin. Make somebody else an admin first, who can sign in.')
  expect(
    (await admin.post(`/people/${id}/merge`, { into: String(idOf(house, 'Ann Green')) }).expect(409)).text,
  ).toContain('last admin')
})

it('ends the sessions of somebody who is deactivated, keeps their history, and lets them back in', async () => {
  const house = await team()
  const [admin, troy] = [await house.as('admin'), await house.as('agent', 'Troy Pound')]
  const ticket = await openTicket(troy)
  const id = idOf(house, 'Troy Pound')
  await troy.get('/').expect(200)

  await admin.post(`/people/${id}/deactivation`).expect(303)
  expect((await troy.get('/').expect(303)).headers.location).toBe('/sign-in')
  expect(wordsOf((await admin.get(`/tickets/${ticket}`)).text)).toContain('Troy Pound')
  expect(mainOf((await admin.get(`/people/${id}`)).text)).toContain('deactivated')

  await admin.post(`/people/${id}/activation`).expect(303)
  // The old session stays over: only a new sign-in counts.
  await troy.get('/').expect(303)
  await troy.get('/sign-in').expect(200)
  await troy.post('/sign-in', { email: 'troy.pound@example.com', password: PASSWORD, next: '' }).expect(303)
  await troy.get('/').expect(200)
})

it('signs somebody out everywhere', async () => {
  const house = await team()
  const [admin, troy] = [await house.as('admin'), await house.as('agent', 'Troy Pound')]
  await admin.post(`/people/${idOf(house, 'Troy Pound')}/sessions-end`).expect(303)
  await troy.get('/').expect(303)
  expect(lastAction(house)).toMatchObject({ action: 'session.revoked' })
})

it('hands out what is stored about somebody, without secrets, and writes that down', async () => {
  const house = await team()
  const admin = await house.as('admin')
  await addPerson(house.desk, { role: 'client', name: 'Cleo Client' })
  const id = idOf(house, 'Cleo Client')
  const ticket = await openTicket(admin, { requester: 'Cleo Client <cleo.client@example.com>' })
  const answer = await admin.get(`/people/${id}/export`).expect(200)

  expect(answer.headers['content-disposition']).toBe(`attachment; filename="person-${id}.json"`)
  const stored = JSON.parse(answer.text) as { person: object; tickets: object[]; updates: object[] }
  expect(stored.person).toMatchObject({ name: 'Cleo Client', email: 'cleo.client@example.com' })
  expect(stored.tickets).toMatchObject([{ id: ticket }])
  expect(answer.text).not.toMatch(/argon2|passwordHash/)
  expect(lastAction(house)).toMatchObject({ action: 'people.exported', subject: `Person ${id}, Cleo Client` })
})

it('works for the one person of a desk without accounts', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  expect(mainOf((await browser.get('/people').expect(200)).text)).toContain('People 1')
  await browser.post('/people/1/deactivation').expect(409)
  const id = await written(browser, { role: 'admin' })
  expect(mainOf((await browser.get(`/people/${id}`).expect(200)).text)).not.toContain('invitation')
})
