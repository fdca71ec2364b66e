import fc from 'fast-check'

/** Values no form of ours offers, already encoded for an address or a form. */
export const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '1',
    '-1',
    '1.5',
    '1e3',
    '99999999999999999999',
    '9007199254740993',
    '%00',
    '%2e%2e%2f',
    '__proto__',
    'constructor',
    '%F0%9F%98%80',
    '%ED%A0%80',
    '%ff',
    '%',
    '%zz',
    'x'.repeat(3000),
    '2026-99-99',
    '2026-02-30T25:61',
    '[]',
    '{}',
    '[1]',
    '{"version":1e999}',
    'null',
    'true',
    'javascript:alert(1)',
    '%3Cscript%3E',
    "';--",
    '*',
    '"',
    '%25%25',
    '%5C',
    '%2B',
    'NaN',
    'Infinity',
    '999999-01-01',
    '-271821-04-20T00:00',
    '%E2%80%AE',
    '%EF%BB%BF',
    '%0d%0aX-Y:z',
    '%1b%5b31m',
    '2147483648',
    '#',
  ),
  fc.string({ maxLength: 30 }).map((text) => encodeURIComponent(text.replace(/[\uD800-\uDFFF]/g, ''))),
)

const HUGE = ['a', '%20', '(', '%5B', '*', '%F0%9F%98%80', 'a,', '%0A', '%5C', '1', '<', '!', 'a%20', '%22'].map(
  (piece) => piece.repeat(100_000 / piece.length),
)
/** A hundred thousand characters of one kind, for patterns that look back. */
export const huge = fc.constantFrom(...HUGE)
