import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { excerpt, foldName, initials } from '#domain/text.ts'

it.each([
  ['STRAẞE', 'strasse'],
  ['  Zoë  MÜLLER ', 'zoe muller'],
  ['Weiß', 'weiss'],
  ['ＶＰＮ', 'vpn'],
  ['e\u0301', 'e'],
  ['ﬁrewall', 'firewall'],
  ['', ''],
])('folds %j to %j', (name, folded) => {
  expect(foldName(name)).toBe(folded)
})

it('folds a folded name to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(foldName(foldName(name))).toBe(foldName(name))
    }),
  )
})

it.each([
  ['Monique Wallace', 'MW'],
  ['Anna Maria van Dyck', 'AD'],
  ['priya', 'P'],
  ['Øyvind (IT)', 'ØI'],
  ['', '–'],
  ['—', '–'],
])('stands for %j with %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})

describe('an excerpt', () => {
  it.each([
    ['# Heading\n\nSome **bold** and *slanted* text.', 'Heading Some bold and slanted text.'],
    ['See [the notice](https://example.org/a) ![shot](x.png)', 'See the notice shot'],
    ['> quoted\n> twice\n\n- one\n2. two', 'quoted twice one two'],
    ['```sh\nrm -r x\n```\nafter `code`', 'rm -r x after code'],
    ['snake_case stays, so does 2 * 3 * 4', 'snake_case stays, so does 2 * 3 * 4'],
    ['<b>bold</b> & <https://example.org>', 'bold & https://example.org'],
    ['a < b and c > d', 'a < b and c > d'],
    ['', ''],
  ])('of %j is %j', (markdown, plain) => {
    expect(excerpt(markdown, 100)).toBe(plain)
  })

  it('ends at a word', () => {
    expect(excerpt('VPN drops every ten minutes', 20)).toBe('VPN drops every ten…')
    expect(excerpt('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`)
  })

  it('never exceeds its length or breaks a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (text, max) => {
        expect(Array.from(excerpt(text, max)).length).toBeLessThanOrEqual(max)
      }),
    )
    expect(excerpt('😀'.repeat(9), 5)).toBe('😀😀😀😀…')
  })

  it('of something huge and hostile is quick', () => {
    const start = performance.now()
    for (const text of ['[', '[](', '<a', '**', '_ _', '- ', '# #', '`']) excerpt(text.repeat(50_000), 200)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
