import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearest } from '#domain/search/hints.ts'
import { wantedOf } from '#domain/search/match.ts'
import { parseSearch } from '#domain/search/parse.ts'
import { marksOf, snippetOf } from '#domain/search/snippet.ts'
import { readSpan } from '#domain/search/spans.ts'
import { isWords, type Term } from '#domain/search/terms.ts'
import { writeSearch } from '#domain/search/write.ts'

const NOW = Date.parse('2026-11-21T09:00:00Z')

const piece = fc.constantFrom(
  'a',
  'vpn',
  '"',
  '""',
  '-',
  ':',
  ',',
  ' ',
  'tag:',
  '-tag:',
  'field.x:',
  '#12',
  '>7d',
  '..',
  'ß',
  '*',
  '//',
  '\\',
  '\0',
)
const typed = fc.oneof(
  fc.string(),
  fc.array(piece, { maxLength: 20 }).map((parts) => parts.join('')),
)

describe('the text of a search', () => {
  it('is stable once it was written, whatever was typed', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const terms = parseSearch(text)
        expect(parseSearch(writeSearch(terms))).toEqual(terms)
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, readonly Partial<Term>[]]>([
    [
      'vpn  -printer',
      [
        { kind: 'word', text: 'vpn', not: false },
        { kind: 'word', text: 'printer', not: true },
      ],
    ],
    [
      '"two words" -"no way"',
      [
        { kind: 'phrase', text: 'two words' },
        { kind: 'phrase', text: 'no way', not: true },
      ],
    ],
    ['https://a.example:8080/x', [{ kind: 'word', text: 'https://a.example:8080/x' }]],
    ['C:\\temp 12:30', [{ kind: 'word' }, { kind: 'word', text: '12:30' }]],
    [
      'unclosed "quote',
      [
        { kind: 'word', text: 'unclosed' },
        { kind: 'word', text: 'quote' },
      ],
    ],
    ['-', [{ kind: 'word', text: '-', not: false }]],
    ['""', []],
  ])('%s', (text, terms) => {
    expect(parseSearch(text)).toHaveLength(terms.length)
    expect(parseSearch(text)).toMatchObject(terms)
  })

  it('reads values in lists, in quotation marks and after a minus', () => {
    expect(parseSearch('-TAG:vpn,-"two, words","say ""hi"""')).toEqual([
      {
        kind: 'operator',
        name: 'tag',
        not: true,
        values: [
          { text: 'vpn', not: false, quoted: false },
          { text: 'two, words', not: true, quoted: true },
          { text: 'say "hi"', not: false, quoted: true },
        ],
      },
    ])
    expect(parseSearch('field.temp:-5,3')).toMatchObject([{ values: [{ text: '-5,3', not: false }] }])
    expect(parseSearch('assignee:"Jo Sm')).toMatchObject([{ values: [{ text: 'Jo Sm', quoted: true }] }])
  })
})

it.each([
  ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['2026-02', '2026-01-31T23:00:00Z', '2026-02-28T23:00:00Z'],
  ['2026', '2025-12-31T23:00:00Z', '2026-12-31T23:00:00Z'],
  ['today', '2026-11-20T23:00:00Z', '2026-11-21T23:00:00Z'],
  ['week', '2026-11-15T23:00:00Z', '2026-11-22T23:00:00Z'],
  ['>2026-01-01', '2026-01-01T23:00:00Z', null],
  ['<=2026-01-01', null, '2026-01-01T23:00:00Z'],
  ['2026-03..2026-01', '2025-12-31T23:00:00Z', '2026-03-31T22:00:00Z'],
  ['2026-01-01..', '2025-12-31T23:00:00Z', null],
  ['<7d', '2026-11-14T09:00:00Z', null],
  ['>2h', null, '2026-11-21T07:00:00Z'],
  ['<1mo', '2026-10-21T08:00:00Z', null],
])('reads %s in Berlin', (text, from, to) => {
  const at = (time: string | null) => (time === null ? null : Date.parse(time))
  expect(readSpan(text, { zone: 'Europe/Berlin', now: NOW, ahead: false })).toEqual({ from: at(from), to: at(to) })
})

it.each(['', 'soon', '2026-02-30', '0000-00-00', '..', '>', '7x', '99999d', '2026-01-01..soon', '>a..b', '9999y'])(
  'reads nothing in “%s”',
  (text) => {
    expect(readSpan(text, { zone: 'UTC', now: NOW, ahead: false })).toBeNull()
  },
)

it('quotes all that was typed, and takes what is left out from what is found', () => {
  const words = (text: string) => wantedOf(parseSearch(text).filter(isWords))
  expect(words('vpn pr* it "a b" -off').match?.begun).toBe('("vpn"* AND "pr*"* AND "it" AND "a b") NOT ("off"*)')
  expect(words('Straße -"Schloss" assess').match?.begun).toBe(
    '(("Straße"* OR "Strasse"*) AND ("assess"* OR "aßess"* OR "asseß"* OR "aßeß"*)) NOT (("Schloss" OR "Schloß"))',
  )
  expect(words('-off -out')).toEqual({ match: null, without: '"off"* OR "out"*' })
  expect(words('* - +')).toEqual({ match: null, without: null })
})

it('marks what was found, whatever its case and accents, in about 120 characters', () => {
  const shown = (text: string, q: string) =>
    snippetOf(text, marksOf(parseSearch(q).filter(isWords)))
      ?.map(({ text: part, marked }) => (marked ? `[${part}]` : part))
      .join('') ?? null
  expect(shown('Das **Büro** in Zürich', 'zurich BURO')).toBe('Das [Büro] in [Zürich]')
  expect(shown('Die STRASSE, die Straße', 'straße')).toBe('Die [STRASSE], die [Straße]')
  expect(shown('Die Straße', 'strasse')).toBe('Die [Straße]')
  expect(shown('printers and a sprint', 'print')).toBe('[printers] and a sprint')
  expect(shown('a reset of passwords; password reset', '"password reset"')).toBe(
    'a reset of passwords; [password reset]',
  )
  expect(shown('nothing here', 'there -here')).toBeNull()
  expect(shown('of a blueprint (blue print), printed', 'print')).toBe('of a blueprint (blue [print]), [printed]')
  expect(shown('no print-out of a blueprint', '"print out" nothing')).toBe('no [print-out] of a blueprint')
  const long = shown(`${'before '.repeat(40)}needle ${'after '.repeat(40)}`, 'needle') ?? ''
  expect(long).toMatch(/^…before .*\[needle\] after .*…$/)
  expect(long.length).toBeLessThan(140)
})

it('guesses what was meant', () => {
  expect(
    ['asignee', 'stat', 'prio', 'xyzzy', ''].map((word) => nearest(word, ['assignee', 'status', 'priority'])),
  ).toEqual(['assignee', 'status', 'priority', null, null])
})
