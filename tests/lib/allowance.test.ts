import { expect, it } from 'vitest'
import { allowance } from '#lib/allowance.ts'

it('grants so many acts in a stretch of time, to each key its own', () => {
  const grant = allowance({ most: 2, everyMs: 100 })
  expect([grant('a', 0), grant('a', 10), grant('a', 99)]).toEqual([true, true, false])
  expect(grant('b', 99)).toBe(true)
  expect([grant('a', 100), grant('a', 105), grant('a', 110)]).toEqual([true, false, true])
})

it('forgets the oldest key rather than fill the memory', () => {
  const grant = allowance({ most: 1, everyMs: 100 })
  grant('first', 0)
  for (let key = 0; key < 10_000; key += 1) grant(String(key), 0)
  expect([grant('first', 0), grant('9999', 0)]).toEqual([true, false])
})
