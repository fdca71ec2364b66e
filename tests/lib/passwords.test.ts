import { expect, it } from 'vitest'
import { COMMON_PASSWORDS } from '#lib/common-passwords.ts'
import { hashPassword, passwordMatches, passwordProblem } from '#lib/passwords.ts'

const OWN = ['Troy', 'Pound', 'Troy Pound', 'troy.pound@example.com', 'Harbour Street', 'pennant']

it('knows at least three thousand common passwords by name', () => {
  expect(new Set(COMMON_PASSWORDS.trim().split(/\s+/)).size).toBeGreaterThan(3000)
})

it.each([
  'the crane by the harbour is blue',
  'four horses in a row beside it',
  'Zażółć gęślą jaźń dzisiaj',
  '密码必须足够长才可以使用这里的句子吧好',
  'sun-apple-river-falcon-tower',
  'x7#kQ9!vLm2$Rt5wPz',
])('takes %s', (password) => {
  expect(passwordProblem(password, OWN)).toBeNull()
})

it.each([
  ['fourteen chars', 'Use at least 15 characters'],
  ['x'.repeat(257), 'Use at most 256 characters'],
  ['aaaaaaaaaaaaaaabbb', 'more than a few different characters'],
  ['passwordpassword', 'what everybody tries first'],
  ['Password123456789', 'what everybody tries first'],
  ['P@ssw0rd-P@ssw0rd', 'what everybody tries first'],
  ['qwertyuiopasdfghjkl', 'what everybody tries first'],
  ['1qaz2wsx3edc4rfv5tgb', 'what everybody tries first'],
  ['1234567890123456', 'what everybody tries first'],
  ['iloveyou iloveyou', 'what everybody tries first'],
  ['letmeinletmein2026!', 'what everybody tries first'],
  ['Summer2026Summer2026', 'what everybody tries first'],
  ['Troy Pound Troy Pound', 'what everybody tries first'],
  ['Harbour Street 2026', 'what everybody tries first'],
  ['pennantpennant123', 'what everybody tries first'],
  ['troy.pound@example.com', 'what everybody tries first'],
  ['Troy Pound zq!k', 'mostly “Troy Pound”'],
])('refuses %s', (password, reason) => {
  expect(passwordProblem(password, OWN)).toContain(reason)
})

it('counts characters as people do, and compares every one of them', async () => {
  expect(passwordProblem('🦊'.repeat(7), OWN)).toContain('at least 15')
  const long = 'a sentence that goes on and on '.repeat(8).trim()
  const stored = await hashPassword(long)

  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwordMatches(stored, long)).toBe(true)
  expect(await passwordMatches(stored, `${long}.`)).toBe(false)
  expect(await passwordMatches(stored, long.slice(0, -1))).toBe(false)
  expect(await passwordMatches(null, long)).toBe(false)
})

it('knows the same letters however a keyboard composes them', async () => {
  const stored = await hashPassword('Straße nach Köln im Regen')
  expect(await passwordMatches(stored, 'Straße nach Ko\u0308ln im Regen')).toBe(true)
})
