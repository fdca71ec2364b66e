import { expect, it } from 'vitest'
import { line } from '#lib/fields.ts'

it.each([
  ['  a \t b\n', 'a b'],
  ['\u202Egnp.exe', 'gnp.exe'],
  ['a\u2066b\u2069c', 'a b c'],
  ['שלום \u200Fa', 'שלום \u200Fa'],
])('reads the line %j', (typed, read) => {
  expect(line(100).parse(typed)).toBe(read)
})
