import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { chosenNotices } from '#domain/notifications.ts'
import { addPerson, openHouse, PASSWORD, type House } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt } from './page.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const team = () => openHouse({ preset: 'team' })
const shaOf = ({ desk }: House, name: string): string | null =>
  desk.db.sql.get<{ sha: string | null }>('SELECT avatarSha AS sha FROM Person WHERE name = @name', { name })?.sha ??
  null
const pictureOf = (html: string): string => /src="(\/people\/\d+\/avatar\?v=[0-9a-f]+)"/.exec(html)?.[1] ?? ''

it('changes the name at once, and the mail address for whoever knows the password', async () => {
  const house = await team()
  const troy = await house.as('agent', 'Troy Pound')
  expect(formOf((await troy.get('/me').expect(200)).text, '/me/profile')).toMatchObject({
    email: 'troy.pound@example.com',
  })

  await troy.post('/me/profile', { name: 'Troy P', email: 'troy.pound@example.com', current: '' }).expect(303)
  expect((await troy.get('/')).text).toContain('<span class="nav__label">Troy P</span>')

  const wish = { name: 'Troy P', email: 'new@example.com' }
  const { text } = await troy.post('/me/profile', { ...wish, current: 'wrong' }).expect(422)
  expect(problemAt(text, 'current')).toBe('This is not your present password.')
  expect(formOf(text, '/me/profile')).toMatchObject({ ...wish, current: '' })
  await troy.post('/me/profile', { ...wish, current: PASSWORD }).expect(303)

  const again = house.visitor()
  await again.get('/sign-in').expect(200)
  await again.post('/sign-in', { email: 'new@example.com', password: PASSWORD, next: '' }).expect(303)
  const details = house.desk.db.sql.all(`SELECT details FROM AuditEntry WHERE action = 'person.edited' ORDER BY id`)
  expect(details).toEqual([{ details: '{"fields":["name"]}' }, { details: '{"fields":["email"]}' }])
})

it.each([
  [{ email: '' }, 'email', 'You sign in with your mail address: give one.'],
  [{ email: 'first.admin@example.com' }, 'email', 'Somebody else has this mail address.'],
  [{ name: ' ' }, 'name', 'Give your name.'],
])('refuses %o', async (change, field, problem) => {
  const troy = await (await team()).as('client', 'Troy Pound')
  const fields = { name: 'Troy Pound', email: 'troy.pound@example.com', current: PASSWORD, ...change }
  expect(problemAt((await troy.post('/me/profile', fields).expect(422)).text, field)).toBe(problem)
})

it('keeps what somebody wants to be told, and offers clients what concerns them', async () => {
  const house = await team()
  const [troy, cleo] = [await house.as('agent', 'Troy Pound'), await house.as('client', 'Cleo')]
  expect(formOf((await troy.get('/me')).text, '/me/notifications')).toEqual({
    reply: 'on',
    moved: 'on',
    watched: 'on',
    assigned: 'on',
    critical: 'on',
  })
  await troy.post('/me/notifications', { note: 'on' }).expect(303)
  expect(formOf((await troy.get('/me')).text, '/me/notifications')).toEqual({ note: 'on' })
  expect(mainOf((await cleo.get('/me')).text)).not.toContain('is assigned to me')
})

it.each(['', '[]', 'null', '{"reply":1}'])('takes %j for no choice', (stored) => {
  expect(chosenNotices(stored)).toMatchObject({ reply: true, note: false })
})

it('hangs a picture beside the name, shows it to whoever signed in, and takes it away', async () => {
  const house = await team()
  const [troy, cleo, admin] = [
    await house.as('agent', 'Troy Pound'),
    await house.as('client', 'Cleo'),
    await house.as('admin'),
  ]
  await troy.upload('/me/picture', {}, [{ field: 'picture', name: 'me.jpg', content: PNG }]).expect(303)

  const sha = shaOf(house, 'Troy Pound') ?? ''
  const src = pictureOf((await troy.get('/tickets')).text)
  expect(pictureOf((await admin.get('/people')).text)).toBe(src)
  const answer = await cleo.get(src).expect(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  expect(Buffer.compare(answer.body as Buffer, PNG)).toBe(0)
  await house.visitor().get(src).expect(303)

  await troy.post('/me/picture/removal').expect(303)
  expect(shaOf(house, 'Troy Pound')).toBe(null)
  await cleo.get(src).expect(404)
  expect(existsSync(house.desk.storage.pathOf(sha))).toBe(false)
  expect(house.desk.db.sql.get('SELECT count(*) AS n FROM File')).toEqual({ n: 0 })
})

it('keeps a content that somebody else uses, as a picture or as an attachment', async () => {
  const house = await team()
  const [troy, ann] = [await house.as('agent', 'Troy Pound'), await house.as('agent', 'Ann Green')]
  const picture = [{ field: 'picture', name: 'me.png', content: PNG }]
  await troy.upload('/me/picture', {}, picture).expect(303)
  await ann.upload('/me/picture', {}, picture).expect(303)
  const ticket = await openTicket(troy)
  await troy.upload(`/tickets/${ticket}/attachments`, {}, [{ name: 'x.png', content: PNG }]).expect(303)
  const file = house.desk.storage.pathOf(shaOf(house, 'Ann Green') ?? '')

  await troy.post('/me/picture/removal').expect(303)
  await troy.post(`/tickets/${ticket}/attachments/1/removal`).expect(303)
  expect(existsSync(file)).toBe(true)
  await ann.get(pictureOf((await ann.get('/me')).text)).expect(200)
  await ann.post('/me/picture/removal').expect(303)
  expect(existsSync(file)).toBe(false)
})

it.each([
  ['a page', '<html><script>alert(1)</script></html>', 'Choose a PNG, JPEG or WebP picture.'],
  ['a drawing with scripts', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'Choose a PNG, JPEG or WebP picture.'],
  ['too much', Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]), 'Choose a picture of at most 2 MB.'],
  ['nothing', '', 'Choose a picture first.'],
])('does not take %s for a picture', async (_what, content, problem) => {
  const house = await team()
  const troy = await house.as('agent', 'Troy Pound')
  const { text } = await troy.upload('/me/picture', {}, [{ field: 'picture', name: 'me.png', content }]).expect(422)
  expect(problemAt(text, 'picture')).toBe(problem)
  expect(shaOf(house, 'Troy Pound')).toBe(null)
})

it('has no picture for those who have none, and none for numbers that are nobody’s', async () => {
  const house = await team()
  const troy = await house.as('agent')
  await addPerson(house.desk, { role: 'client', name: 'Cleo' })
  for (const id of ['1', '999', 'x', '-1']) await troy.get(`/people/${id}/avatar`).expect(404)
})

it('works without accounts', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await browser.post('/me/profile', { name: 'Just Me', email: '' }).expect(303)
  expect(mainOf((await browser.get('/me').expect(200)).text)).toContain('Just Me')
})
