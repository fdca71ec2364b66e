import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { forgetOldMail, sendDueMail } from '#features/mail/service.ts'
import { audited, enter, signIn, withAgent, type Own } from '../support/account.ts'
import { DAY, MINUTE } from '../support/clock.ts'
import { openHouse, type House } from '../support/house.ts'
import { MAIL_USER, openMailHouse, wordsOf, type MailHouse } from '../support/smtp.ts'
import { mainOf } from './page.ts'

const FROM = 'desk@help.example.com'
const NEW = 'the crane by the harbour is blue'

const mailConfig = ({ port }: MailHouse, more: object = {}) => ({
  company: 'Harbour IT',
  server: { base_url: 'https://help.example.com' },
  mail: { host: '127.0.0.1', port, security: 'none', from: FROM, ...more },
})

async function withMail(): Promise<Own & { readonly mail: MailHouse }> {
  const mail = await openMailHouse()
  return { ...(await withAgent({ config: mailConfig(mail) })), mail }
}

const linkIn = (text: string): string => /https:\/\/help\.example\.com(\/reset\/[\w-]+)/.exec(text)?.[1] ?? ''
const outbox = ({ desk }: Pick<House, 'desk'>) =>
  desk.db.sql.all<{ state: string; text: string; error: string | null; attempts: number }>(
    'SELECT state, text, error, attempts FROM OutboxMessage ORDER BY id',
  )

/** The link is made after the answer. */
async function asked(own: Own, email: string, count = 1): Promise<void> {
  const browser = own.visitor()
  await browser.get('/forgot').expect(200)
  await browser.post('/forgot', { email }).expect(200)
  await expect.poll(() => outbox(own).length).toBe(count)
}

it('mails a link with which a forgotten password is set anew', async () => {
  const own = await withMail()
  await asked(own, 'TROY.POUND@example.com')
  await sendDueMail(own.desk)

  const [letter] = own.mail.letters
  expect(letter).toMatchObject({ from: FROM, to: [own.email] })
  expect(letter?.raw).toMatch(/^From: Harbour IT <desk@help\.example\.com>$/m)
  expect(letter?.raw).toMatch(/^Auto-Submitted: auto-generated$/m)
  const text = wordsOf(letter ?? { from: '', to: [], raw: '' })
  const path = linkIn(text)
  expect(text).toContain('Hello Troy Pound')
  expect(text).not.toContain('127.0.0.1')
  await own.browser.get(path).expect(200)
  await own.browser.post(path, { username: own.email, password: NEW }).expect(303)
  expect((await signIn(own.visitor(), { password: NEW })).status).toBe(303)
})

it('keeps what waits sealed, and the text of what was sent not at all', async () => {
  const own = await withMail()
  await asked(own, own.email)
  const [before] = outbox(own)
  expect(before?.text).toMatch(/^[\w-]{100,}$/)
  await sendDueMail(own.desk)
  expect(outbox(own)).toEqual([{ state: 'sent', text: '', error: null, attempts: 1 }])
  expect(JSON.stringify(audited(own.desk))).not.toContain('/reset/')
})

it('answers the same to a mail address nobody signs in with', async () => {
  const own = await withMail()
  const [known, unknown] = [own.visitor(), own.visitor()]
  await known.get('/forgot')
  await unknown.get('/forgot')
  const yes = await known.post('/forgot', { email: own.email }).expect(200)
  const no = await unknown.post('/forgot', { email: 'nobody@example.com' }).expect(200)
  expect(mainOf(yes.text).replaceAll(own.email, 'X')).toBe(mainOf(no.text).replaceAll('nobody@example.com', 'X'))
  await expect.poll(() => outbox(own).length).toBe(1)
})

it('sends nobody more than three links an hour', async () => {
  const own = await withMail()
  for (const count of [1, 2, 3, 3, 3]) await asked(own, own.email, count)
  own.clock.pass(61 * MINUTE)
  await asked(own, own.email, 4)
})

it('refuses one address that asks and asks', async () => {
  const own = await withMail()
  const browser = own.visitor()
  await browser.get('/forgot')
  for (let count = 0; count < 20; count += 1)
    await browser.post('/forgot', { email: `a${count}@example.com` }).expect(200)
  await browser.post('/forgot', { email: 'b@example.com' }).expect(429)
})

it('leads to an admin where no mail leaves', async () => {
  const own = await withAgent()
  expect(mainOf((await own.visitor().get('/forgot')).text)).toContain('Ask an admin')
  const browser = own.visitor()
  await browser.get('/forgot')
  await browser.post('/forgot', { email: own.email }).expect(404)
})

it('invites by mail', async () => {
  const mail = await openMailHouse()
  const house = await openHouse({ preset: 'team', config: mailConfig(mail) })
  const admin = await house.as('admin')
  await admin.get('/people/new')
  const page = await admin
    .post('/people', { name: 'Ann Lee', email: 'ann@example.com', role: 'agent', invite: 'on' })
    .expect(200)
  expect(mainOf(page.text)).toContain('It is on its way to ann@example.com')
  await sendDueMail(house.desk)
  expect(mail.letters.map(({ to }) => to)).toEqual([['ann@example.com']])
  await house
    .visitor()
    .get(linkIn(wordsOf(mail.letters[0] ?? { from: '', to: [], raw: '' })))
    .expect(200)
})

it('tells a person that their password and their address were changed, at the address they had', async () => {
  const own = await withMail()
  await enter(own)
  await own.browser.get('/me/password')
  await own.browser
    .post('/me/password', { current: 'correct horse battery staple', password: NEW, username: own.email })
    .expect(303)
  const admin = await own.as('admin', 'Grace Hopper')
  await admin.get(`/people/${own.personId}/edit`)
  await admin
    .post(`/people/${own.personId}`, { name: 'Troy Pound', email: 'new@example.com', role: 'agent' })
    .expect(303)
  await sendDueMail(own.desk)

  expect(own.mail.letters.map(({ to }) => to)).toEqual([[own.email], [own.email]])
  const [password, address] = own.mail.letters.map(wordsOf)
  expect(password).toContain('your password was changed')
  expect(address).toContain('the mail address you sign in with was changed')
  expect(password).not.toContain('/reset/')
})

it('tries again later while the mail server is away, and gives up when the link is of no use any more', async () => {
  const own = await withMail()
  own.mail.refuse = { code: 451, words: 'Try later' }
  await asked(own, own.email)
  await sendDueMail(own.desk)
  await sendDueMail(own.desk)
  expect(outbox(own)).toEqual([expect.objectContaining({ state: 'waiting', attempts: 1 })])
  own.clock.pass(MINUTE)
  await sendDueMail(own.desk)
  expect(outbox(own)).toEqual([expect.objectContaining({ state: 'waiting', attempts: 2 })])

  own.clock.pass(60 * MINUTE)
  own.mail.refuse = null
  await sendDueMail(own.desk)
  expect(own.mail.letters).toEqual([])
  expect(outbox(own)).toEqual([{ state: 'failed', text: '', error: 'It could not be sent in time.', attempts: 3 }])
})

it('tries once what the mail server will never take, and forgets it after a month', async () => {
  const own = await withMail()
  own.mail.refuse = { code: 550, words: 'No such mailbox' }
  await asked(own, own.email)
  await sendDueMail(own.desk)
  expect(outbox(own)).toEqual([expect.objectContaining({ state: 'failed', attempts: 1 })])
  expect(outbox(own)[0]?.error).toContain('No such mailbox')
  own.clock.pass(31 * DAY)
  await forgetOldMail(own.desk)
  expect(outbox(own)).toEqual([])
})

const settings = (port: number, more: object = {}) => ({
  host: '127.0.0.1',
  port: String(port),
  security: 'none',
  user: MAIL_USER.user,
  password: MAIL_USER.password,
  from: FROM,
  name: '',
  ...more,
})

it('is set up on a page that tries the server first, and keeps its password apart', async () => {
  const mail = await openMailHouse({ signIn: true })
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin', 'Grace Hopper')
  await admin.get('/settings/mail').expect(200)

  const wrong = await admin.post('/settings/mail', settings(mail.port, { password: 'wrong' })).expect(422)
  expect(mainOf(wrong.text)).toContain('does not accept this user and password')
  expect(house.desk.config.mail).toBeNull()
  await admin.post('/settings/mail', settings(mail.port)).expect(303)

  const file = path.join(house.home, 'config/mail-password')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(path.join(house.home, 'config/config.json'), 'utf8')).not.toContain(MAIL_USER.password)
  const page = await admin.get('/settings/mail').expect(200)
  expect(page.text).not.toContain(MAIL_USER.password)
  expect(audited(house.desk, 'settings.changed')).toEqual([expect.objectContaining({ subject: 'Mail' })])
  expect(JSON.stringify(audited(house.desk))).not.toContain(MAIL_USER.password)

  await admin.post('/settings/mail/test').expect(303)
  await sendDueMail(house.desk)
  expect(mail.letters).toHaveLength(1)
  expect(mainOf((await admin.get('/settings/mail')).text)).toContain('Sent')
  await admin.post('/settings/mail/removal').expect(303)
  expect(house.desk.config.mail).toBeNull()
})

it('keeps the password of one server from another', async () => {
  const [mail, other] = [await openMailHouse({ signIn: true }), await openMailHouse({ signIn: true })]
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await admin.get('/settings/mail')
  await admin.post('/settings/mail', settings(mail.port)).expect(303)
  await admin.get('/settings/mail')
  const refusal = await admin
    .post('/settings/mail', settings(other.port, { host: 'localhost', password: '' }))
    .expect(422)
  expect(mainOf(refusal.text)).toContain('Enter the password of this user.')
})

it('does not send a password in the clear', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await admin.get('/settings/mail')
  const refusal = await admin.post('/settings/mail', settings(25, { host: 'smtp.example.com' })).expect(422)
  expect(mainOf(refusal.text)).toContain('not sent in the clear')
  expect(existsSync(path.join(house.home, 'config/mail-password'))).toBe(false)
})
