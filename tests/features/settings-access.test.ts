import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { audited } from '../support/account.ts'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { CLIENT_ID, CLIENT_SECRET, fakeProvider } from '../support/oidc.ts'
import { formOf, mainOf, problemAt } from './page.ts'

const ACCESS = '/settings/access'
const SSO = '/settings/single-sign-on'
const opened = async (browser: Browser, at: string) => formOf((await browser.get(at).expect(200)).text, at)

const idOf = ({ desk }: House, name: string) =>
  desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })?.id ?? 0

async function giveFactor(house: House, name: string, kind = 'totp'): Promise<void> {
  const personId = idOf(house, name)
  await house.desk.db.write(({ hot }) =>
    hot.insert('Credential', { personId, kind, name: 'App', secret: 'sealed', createdAt: house.clock.now() }),
  )
}

it('changes who sees and may do what at once, and writes it down', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin', 'Ada Admin')
  const fields = await opened(admin, ACCESS)

  await admin
    .post(ACCESS, { ...fields, agentsSee: 'own', assignment_requests: 'on', idle_minutes: '15', session_hours: '8' })
    .expect(303)

  expect(house.desk.config.access).toMatchObject({
    agentsSee: 'own',
    assignmentRequests: true,
    idleSeconds: 900,
    sessionSeconds: 28_800,
  })
  expect(audited(house.desk, 'settings.changed').map(({ subject }) => subject)).toEqual(['Access'])
  const eva = await house.as('agent', 'Eva')
  expect((await eva.get('/assignments')).status).toBe(200)
})

it.each([
  ['second_factor', 'everybody', 'Choose one of the list.'],
  ['session_hours', '0.5', 'Enter at least 1 hour.'],
  ['idle_minutes', '1', 'Enter a whole number from 5 to 525,600.'],
  ['client_tickets_per_hour', '-1', 'Enter a whole number from 0 to 100,000.'],
])('says what is wrong with %s %j', async (name, typed, words) => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  const { text } = await admin.post(ACCESS, { ...(await opened(admin, ACCESS)), [name]: typed }).expect(422)
  expect(problemAt(text, name)).toBe(words)
})

it('lets an admin ask a second factor of all staff only with one of their own, and leads there first', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin', 'Ada Admin')
  const asked = { ...(await opened(admin, ACCESS)), second_factor: 'staff' }

  const { text } = await admin.post(ACCESS, asked).expect(422)
  expect(problemAt(text, 'second_factor')).toContain('Set one up first')
  expect(mainOf(text)).toContain('Set one up before you ask it')
  expect(text).toContain('href="/me/security"')
  expect(house.desk.config.access.secondFactor).toBe('optional')

  await giveFactor(house, 'Ada Admin')
  await admin.post(ACCESS, asked).expect(303)
  expect(house.desk.config.access.secondFactor).toBe('staff')
  await admin.get('/').expect(200)
  await (await house.as('agent', 'Eva').catch(() => house.visitor())).get('/').expect(303)
})

async function withProvider() {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin', 'Ada Admin')
  const provider = await fakeProvider()
  const typed = { issuer: provider.issuer, client_id: CLIENT_ID, secret: CLIENT_SECRET, label: 'Harbour ID' }
  const secretFile = path.join(house.home, 'config/oidc-secret')
  return { house, admin, provider, secretFile, form: async () => ({ ...(await opened(admin, SSO)), ...typed }) }
}

it('connects a provider live, keeps its secret in a private file, and never shows it again', async () => {
  const { house, admin, provider, secretFile, form } = await withProvider()
  expect((await house.visitor().get('/sign-in')).text).not.toContain('Harbour ID')

  await admin.post(SSO, await form()).expect(303)

  expect(readFileSync(secretFile, 'utf8')).toBe(`${CLIENT_SECRET}\n`)
  expect(statSync(secretFile).mode & 0o777).toBe(0o600)
  const { text } = await admin.get(SSO).expect(200)
  expect(text).toContain(provider.issuer)
  expect(text).not.toContain(CLIENT_SECRET)
  expect(readFileSync(house.desk.config.file, 'utf8')).not.toContain(CLIENT_SECRET)
  expect(JSON.stringify(audited(house.desk))).not.toContain(CLIENT_SECRET)
  expect(audited(house.desk, 'settings.changed').map(({ subject }) => subject)).toEqual([
    'Single sign-on',
    'Single sign-on',
  ])

  const visitor = house.visitor()
  visitor.raw.set('Host', 'localhost')
  expect((await visitor.get('/sign-in')).text).toContain('Harbour ID')
  const { headers } = await visitor.get('/sign-in/provider').expect(303)
  provider.become({ email: 'ada.admin@example.com', email_verified: true, name: 'Ada' })
  const back = await visitor.get(provider.visit(headers.location ?? '')).expect(303)
  expect([back.headers.location, provider.refusals]).toEqual(['/', []])
})

it('keeps the secret when the box stays empty, takes a new one at once, and forgets it when asked', async () => {
  const { house, admin, secretFile, form } = await withProvider()
  await admin.post(SSO, await form()).expect(303)

  await admin.post(SSO, { ...(await form()), secret: '', label: 'Other words' }).expect(303)
  expect(house.desk.config.access.oidc).toMatchObject({ label: 'Other words', secret: CLIENT_SECRET })
  await admin.post(SSO, { ...(await opened(admin, SSO)), secret: 'a newer one' }).expect(303)
  expect(house.desk.config.access.oidc?.secret).toBe('a newer one')
  await admin.post(SSO, { ...(await opened(admin, SSO)), forget: 'on' }).expect(303)
  expect(house.desk.config.access.oidc?.secret).toBeNull()
  expect(existsSync(secretFile)).toBe(false)
})

it('shows no secret to another provider, saves none that does not answer unless somebody insists', async () => {
  const { house, admin, form } = await withProvider()
  const dead = { ...(await form()), issuer: 'http://127.0.0.1:9' }
  const { text } = await admin.post(SSO, dead).expect(422)
  expect(mainOf(text)).toContain('It does not answer as a provider')
  expect(text).not.toContain(CLIENT_SECRET)
  expect(house.desk.config.access.oidc).toBeNull()

  await admin.post(SSO, await form()).expect(303)
  const moved = { ...(await opened(admin, SSO)), issuer: 'http://localhost:9', anyway: 'on' }
  expect(problemAt((await admin.post(SSO, moved).expect(422)).text, 'secret')).toContain('another provider')
  await admin.post(SSO, { ...moved, secret: 'theirs' }).expect(303)
  expect(house.desk.config.access.oidc).toMatchObject({ issuer: 'http://localhost:9', secret: 'theirs' })
})

it('checks, and removes a provider with its secret, unless an admin has no other way in', async () => {
  const { house, admin, secretFile, form } = await withProvider()
  await admin.post(`${SSO}/check`).expect(404)
  await admin.post(SSO, await form()).expect(303)
  expect(mainOf((await admin.post(`${SSO}/check`).expect(200)).text)).toContain('The connection works')

  const base = String((await opened(admin, SSO)).base)
  const id = idOf(house, 'Ada Admin')
  const kept = house.desk.db.sql.get<{ passwordHash: string }>('SELECT passwordHash FROM Person WHERE id = @id', { id })
  await house.desk.db.write(({ hot }) => hot.update('Person', id, { passwordHash: null }))
  expect(mainOf((await admin.post(`${SSO}/removal`, { base }).expect(422)).text)).toContain(
    'through this provider alone',
  )
  await house.desk.db.write(({ hot }) => hot.update('Person', id, { passwordHash: kept?.passwordHash }))

  await admin.post(`${SSO}/removal`, { base: 'older' }).expect(409)
  await admin.post(`${SSO}/removal`, { base }).expect(303)
  expect(house.desk.config.access.oidc).toBeNull()
  expect(existsSync(secretFile)).toBe(false)
})
