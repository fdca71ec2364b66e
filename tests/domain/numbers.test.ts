import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatNumber, parseNumber, validateNumberFormat } from '#domain/numbers.ts'

it.each([
  ['{id}', 1042, '1042'],
  ['HD-{id:06}', 1, 'HD-000001'],
  ['HD-{id:06d}', 1, 'HD-000001'],
  ['{id:5}', 42, '00042'],
  ['{id:03}', 12345, '12345'],
  ['#{id} (IT)', 7, '#7 (IT)'],
])('writes by %s the number %d as %s', (format, id, expected) => {
  expect(validateNumberFormat(format)).toBeNull()
  expect(formatNumber(format, id)).toBe(expected)
})

it.each([
  '',
  'HD',
  '{ID}',
  '{id:x}',
  '{id}{id}',
  '{id}-{year}',
  '{{id}}',
  'HD-{id',
  '2{id}',
  '{id}9',
  '{id:099}',
  `${'x'.repeat(50)}{id}`,
])('does not take %j for a format', (format) => {
  expect(validateNumberFormat(format)).toMatch(/^(must|may)/)
})

describe('what people type', () => {
  it.each([
    ['HD-001042', 1042],
    ['hd-1042', 1042],
    [' #1042 ', 1042],
    ['#HD-001042', 1042],
    ['1042', 1042],
    ['001042', 1042],
    ['HD-', null],
    ['HD-0', null],
    ['0', null],
    ['VPN', null],
    ['10 42', null],
    ['1042x', null],
    ['9999999999999999', null],
    ['', null],
  ])('as %j means %j', (text, id) => {
    expect(parseNumber(text, 'HD-{id:06}')).toBe(id)
  })

  it('may carry the number sign of the format', () => {
    expect(parseNumber('#7 (IT)', '#{id} (IT)')).toBe(7)
    expect(parseNumber('#7', '#{id} (IT)')).toBe(7)
  })
})

it('reads back whatever it writes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('{id}', 'HD-{id:06}', '#{id}', 'IT/{id:04d}/x'),
      fc.integer({ min: 1 }),
      (format, id) => {
        expect(parseNumber(formatNumber(format, id), format)).toBe(id)
      },
    ),
  )
})
