import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { audited } from '../../support/account.ts'
import { FAKE_KEY, openFreshservice, type FakeFreshservice } from '../../support/freshservice.ts'
import { openHouse, type House } from '../../support/house.ts'

const PAGE = '/settings/sources'
const FIELDS = {
  link_url: '',
  poll_seconds: '60',
  reconcile_hours: '6',
  horizon_days: '90',
  workspaces: '',
  types: '',
  groups: '',
}

async function openDesk(): Promise<House & { fake: FakeFreshservice }> {
  const house = await openHouse()
  const fake = await openFreshservice(house.clock)
  onTestFinished(fake.close)
  return { ...house, fake }
}

const configOf = ({ home }: House) =>
  JSON.parse(readFileSync(path.join(home, 'config/config.json'), 'utf8')) as { freshservice?: Record<string, unknown> }
const keyFile = ({ home }: House) => path.join(home, 'config/freshservice-key')

it('connects after a check, keeps the key in a file of its own, and fills the table from the account', async () => {
  const desk = await openDesk()
  const browser = desk.visitor()
  expect((await browser.get(PAGE).expect(200)).text).toContain('Connect Freshservice')

  await browser
    .post(`${PAGE}/freshservice`, { ...FIELDS, base_url: desk.fake.url, api_key: FAKE_KEY, status_9: 'in_progress' })
    .expect(303)

  const page = (await browser.get(PAGE).expect(200)).text
  for (const words of ['Settings of Freshservice', 'Waiting on Customer', 'Urgent', 'It has not been read yet'])
    expect(page).toContain(words)
  expect(page).toMatch(/name="status_9"[\s\S]*?value="in_progress" selected/)
  expect(page).not.toContain(FAKE_KEY)
  expect(readFileSync(keyFile(desk), 'utf8')).toBe(`${FAKE_KEY}\n`)
  expect(statSync(keyFile(desk)).mode & 0o777).toBe(0o600)
  expect(configOf(desk).freshservice).toMatchObject({
    base_url: desk.fake.url,
    poll_seconds: 60,
    statuses: { 9: 'in_progress' },
  })
  expect(JSON.stringify(configOf(desk))).not.toContain(FAKE_KEY)
  expect(desk.desk.config.sources).toMatchObject([{ kind: 'freshservice', apiKey: FAKE_KEY }])
})

it.each([
  ['a wrong key', { api_key: 'wrong' }, /key/i],
  ['an address of somebody else', { base_url: 'http://example.com' }, /https/],
  ['a domain of its own', { base_url: 'help.example.com' }, /NAME\.freshservice\.com/],
  ['nothing that answers', { base_url: 'http://127.0.0.1:1' }, /refused|answer|reach/i],
  ['no key', { api_key: '' }, /Paste the API key/],
  ['a wrong interval', { poll_seconds: '5' }, /15 to/],
])('refuses %s in words, changes nothing and keeps what was typed', async (_what, fields, words) => {
  const desk = await openDesk()
  const before = configOf(desk)
  const typed = { ...FIELDS, base_url: desk.fake.url, api_key: FAKE_KEY, horizon_days: '77', ...fields }

  const answer = await desk.visitor().post(`${PAGE}/freshservice`, typed).expect(422)

  expect(answer.text).toMatch(words)
  expect(answer.text).toContain('value="77"')
  expect(answer.text).not.toContain(FAKE_KEY)
  expect(configOf(desk)).toEqual(before)
  expect(existsSync(keyFile(desk))).toBe(false)
})

it('saves what does not answer when somebody insists', async () => {
  const desk = await openDesk()
  const fields = { ...FIELDS, base_url: desk.fake.url, api_key: 'wrong', anyway: 'on' }

  await desk.visitor().post(`${PAGE}/freshservice`, fields).expect(303)

  expect(configOf(desk).freshservice).toMatchObject({ base_url: desk.fake.url })
})

it('never shows the key of one account to another', async () => {
  const desk = await openDesk()
  const browser = desk.visitor()
  await browser.post(`${PAGE}/freshservice`, { ...FIELDS, base_url: desk.fake.url, api_key: FAKE_KEY }).expect(303)
  const asked = desk.fake.requests.length
  const other = await openFreshservice(desk.clock)
  onTestFinished(other.close)

  const answer = await browser.post(`${PAGE}/freshservice`, { ...FIELDS, base_url: other.url, api_key: '' }).expect(422)

  expect(answer.text).toContain('Paste the API key')
  expect([other.requests.length, desk.fake.requests.length]).toEqual([0, asked])
})

it('pauses, resumes, is asked to read, and is let go', async () => {
  const desk = await openDesk()
  const browser = desk.visitor()
  await browser.post(`${PAGE}/freshservice`, { ...FIELDS, base_url: desk.fake.url, api_key: FAKE_KEY }).expect(303)
  const asked: number[] = []
  desk.desk.bus.on('source.asked', ({ sourceId }) => void asked.push(sourceId))

  await browser.post(`${PAGE}/1/pause`).expect(303)
  expect((await browser.get(PAGE)).text).toContain('Paused since')
  await browser.post(`${PAGE}/1/resumption`).expect(303)
  await browser.post(`${PAGE}/1/poll`).expect(303)
  expect(asked).toEqual([1, 1])
  expect((await browser.post(`${PAGE}/freshservice/check`).expect(200)).text).toContain('The connection works')

  await browser.post(`${PAGE}/freshservice/removal`).expect(303)
  expect(configOf(desk).freshservice).toBeUndefined()
  expect((await browser.get(PAGE)).text).toContain('Connect Freshservice')
  await browser.post(`${PAGE}/1/poll`).expect(404)

  const did = audited(desk.desk, 'source.changed').map(({ details }) => details)
  expect(did).toEqual(['connected', 'paused', 'resumed', 'disconnected'].map((change) => JSON.stringify({ change })))
  expect(JSON.stringify(audited(desk.desk))).not.toContain(FAKE_KEY)
})

it('is for admins', async () => {
  const house = await openHouse({ preset: 'team' })
  for (const role of ['agent', 'client'] as const) {
    const browser = await house.as(role)
    await browser.get(PAGE).expect(403)
    await browser.post(`${PAGE}/freshservice`, FIELDS).expect(403)
    await browser.post(`${PAGE}/1/poll`).expect(403)
  }
})
