import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseLossless } from '#lib/lossless-json.ts'

it.each([
  ['{"id":9007199254740993}', { id: '9007199254740993' }],
  [
    '[123456789012345678901234567890, -98765432109876543210]',
    ['123456789012345678901234567890', '-98765432109876543210'],
  ],
  ['{"id":21000123456}', { id: 21_000_123_456 }],
  [
    '[1.2345678901234567, 1234567890123456.5, 12345678901234567e3]',
    [1.2345678901234567, 1234567890123456.5, 1.2345678901234567e19],
  ],
  [
    String.raw`{"a \" 12345678901234567":"say \"12345678901234567\" \\", "b":12345678901234567}`,
    { 'a " 12345678901234567': 'say "12345678901234567" \\', b: '12345678901234567' },
  ],
  ['"1234567890123456789"', '1234567890123456789'],
])('reads %s without loss', (text, value) => {
  expect(parseLossless(text)).toEqual(value)
})

it.each(['', '{"id":12345678901234567', '{"a":"12345678901234567', '[00000000000000000000001]', '<html>'])(
  'refuses %j',
  (text) => {
    expect(() => parseLossless(text)).toThrow(SyntaxError)
  },
)

it('reads everything without long integers as anybody would', () => {
  const small = fc
    .jsonValue()
    .filter((value) => !/\d{16}/.test(JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"/g, '')))
  fc.assert(
    fc.property(small, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify({ value, long: '1234567890123456' }, null, indent)
      expect(parseLossless(text)).toEqual(JSON.parse(text))
    }),
  )
})

it('brings every long integer home, wherever it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.bigInt({ min: 10n ** 15n }))), (pairs) => {
      const text = `[${pairs.map(([words, id]) => `{"words":${JSON.stringify(words)},"id":${id}}`).join(' , ')}]`
      expect(parseLossless(text)).toEqual(pairs.map(([words, id]) => ({ words, id: String(id) })))
    }),
  )
})

it('takes no longer than it must for a hostile text', () => {
  const start = performance.now()
  parseLossless(JSON.stringify({ id: 1, text: '\\"'.repeat(200_000) + '1'.repeat(20) }))
  expect(performance.now() - start).toBeLessThan(500)
})
