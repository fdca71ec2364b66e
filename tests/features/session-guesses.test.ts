import { expect, it } from 'vitest'
import { audited } from '../support/account.ts'
import { HOUR } from '../support/clock.ts'
import { formOf, mainOf, wordsOf } from './page.ts'
import { door, MAIL, signIn } from './session-door.ts'

it('keeps what was typed when it asks for patience', async () => {
  const { browser } = await door()
  for (let tries = 0; tries < 5; tries += 1) await signIn(browser, { password: 'guess' })

  const { text } = await signIn(browser).expect(429)
  expect(formOf(text, '/sign-in')).toMatchObject({ email: MAIL, password: '' })
})

it('writes down who came, who was refused and who left, and never what was typed', async () => {
  const { browser, desk } = await door()
  await signIn(browser, { password: 'secret guess' }).expect(422)
  await signIn(browser, { email: 'my password by mistake', password: 'x' }).expect(422)
  await signIn(browser).expect(303)
  await browser.get('/me').expect(200)
  await browser.post('/sign-out').expect(303)

  expect(audited(desk).map(({ action, subject }) => `${action}: ${subject}`)).toEqual([
    'session.refused: Person 2, Troy Pound',
    'session.refused: Nobody by that mail address',
    'session.began: Person 2, Troy Pound',
    'session.ended: Person 2, Troy Pound',
  ])
  expect(JSON.stringify(audited(desk))).not.toMatch(/secret guess|by mistake/)
})

it('slows down an address that tries many accounts', async () => {
  const { browser } = await door()
  for (let tries = 0; tries < 30; tries += 1)
    await signIn(browser, { email: `nobody${tries}@example.com`, password: 'x' }).expect(422)

  await signIn(browser, { email: 'nobody@example.com' }).expect(429)
})

const failed = async (desk: Awaited<ReturnType<typeof door>>['desk'], count: number) =>
  desk.db.write((tx) => tx.person.update({ where: { emailKey: MAIL }, data: { failedSignIns: count } }))

it('lets strangers share a slow lane after a hundred failures, and nobody known there wait', async () => {
  const { browser, clock, desk, visitor } = await door()
  await failed(desk, 100)
  await signIn(browser, { password: 'guess' }).expect(422)
  expect(mainOf((await signIn(browser).expect(429)).text)).toContain('from a place where you have signed in before')

  clock.pass(30_000)
  await signIn(browser).expect(303)
  expect((await desk.db.read.person.findUniqueOrThrow({ where: { emailKey: MAIL } })).failedSignIns).toBe(0)

  await failed(desk, 100)
  const again = visitor()
  await again.get('/sign-in')
  await signIn(again, { password: 'guess' }).expect(422)
  await signIn(again).expect(303)
})

it('answers the same for an account that is guessed at and for one that is not there', async () => {
  const { browser, clock, desk } = await door()
  await failed(desk, 99)
  const answers: string[][] = []
  for (const email of [MAIL, 'nobody@example.com']) {
    const seen: string[] = []
    if (email !== MAIL)
      for (let tries = 0; tries < 99; tries += 1) {
        await signIn(browser, { email, password: 'x' })
        clock.pass(HOUR)
      }
    clock.pass(25 * HOUR)
    for (let tries = 0; tries < 3; tries += 1) {
      const { status, text } = await signIn(browser, { email, password: 'x' })
      seen.push(`${status} ${wordsOf(/<div class="wrongs"[\s\S]*?<\/div>/.exec(text)?.[0] ?? '')}`)
    }
    answers.push(seen)
  }
  expect(answers[0]?.map((line) => line.slice(0, 3))).toEqual(['422', '422', '429'])
  expect(answers[1]).toEqual(answers[0])
})
