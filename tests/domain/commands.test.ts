import { expect, it } from 'vitest'
import { commandsLike, COMMANDS, SETTINGS_PAGES, type Around } from '#domain/commands.ts'

const around = (more: Partial<Around> = {}): Around => ({
  role: 'admin',
  on: null,
  has: new Set(['accounts', 'requests']),
  ...more,
})
const labels = (typed: string, more: Partial<Around> = {}) =>
  commandsLike(COMMANDS, typed, around(more)).map(({ label }) => label)

it.each([
  ['new', ['New ticket', 'New view', 'Newest tickets', 'New person']],
  ['ticket new', ['New ticket', 'Newest tickets']],
  ['dark', ['Change theme']],
  ['BÖard', ['Board']],
  ['boat', []],
  ['pass', ['Change password', 'Sign-in and security']],
] as const)('finds commands by the beginnings of their words: %s', (typed, expected) => {
  expect(labels(typed)).toEqual(expected)
})

it('puts names before other words', () => {
  expect(labels('fl')[0]).toBe('Flag')
})

it('offers what can be done on this page, to this role, on this desk', () => {
  expect(labels('reply')).toEqual([])
  expect(labels('reply', { on: 'ticket' })).toEqual(['Reply'])
  expect(labels('note', { on: 'ticket', role: 'client' })).toEqual([])
  expect(labels('people', { role: 'agent' })).toEqual([])
  expect(labels('home', { role: 'client' })).toEqual(['Your tickets'])
  expect(labels('home')).toEqual(['Board'])
  expect(labels('canned', { role: 'client' })).toEqual([])
  expect(labels('save as', { on: 'list' })).toEqual(['Save as view'])
  expect(labels('sign out', { has: new Set() })).toEqual([])
  expect(commandsLike(SETTINGS_PAGES, 'tags', around({ role: 'agent' }))).toEqual([])
  expect(commandsLike(SETTINGS_PAGES, 'tags', around()).map(({ label }) => label)).toEqual(['Settings: Tags'])
})

it('says of each command where it leads or what it presses, never both', () => {
  for (const { label, href, press } of [...COMMANDS, ...SETTINGS_PAGES])
    expect([label, [href, press].filter((way) => way !== undefined).length]).toEqual([label, 1])
})

it('gives no key to two commands that stand beside each other', () => {
  for (const role of ['admin', 'client'] as const) {
    const keys = commandsLike(COMMANDS, '', around({ role, on: 'ticket' })).flatMap(({ keys: some }) => some ?? [])
    expect(keys).toEqual([...new Set(keys)])
  }
})
