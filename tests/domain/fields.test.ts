import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Role } from '#domain/access.ts'
import { fieldTest } from '#domain/field-filters.ts'
import {
  beginTexts,
  checkFields,
  defaultTexts,
  parseField,
  spelled,
  storedRows,
  textOfRows,
} from '#domain/field-values.ts'
import {
  editsField,
  fieldChange,
  fieldKey,
  fieldWords,
  heardChanges,
  seesField,
  type Field,
  type FieldType,
} from '#domain/fields.ts'
import { describeChanges } from '#domain/timeline.ts'

const OPTIONS = ['Red', 'Green', 'Blue, dark']
const TYPES: readonly FieldType[] = ['text', 'longtext', 'number', 'date', 'choice', 'choices', 'checkbox', 'link']
const ROLES: readonly Role[] = ['client', 'agent', 'admin']

const field = (over: Partial<Field> = {}): Field => ({
  id: 1,
  entity: 'ticket',
  key: 'rack',
  label: 'Rack',
  type: 'text',
  help: '',
  required: false,
  defaultValue: '',
  options: OPTIONS,
  position: 1,
  visibleTo: 'client',
  editableBy: 'agent',
  removedAt: null,
  ...over,
})

const parsed = (type: FieldType, typed: string, held = '') => {
  const result = parseField({ type, options: OPTIONS }, typed, held)
  return result.ok ? result.text : null
}

describe('reading what was typed', () => {
  it.each<[FieldType, string, string | null]>([
    ['text', '  two   words ', 'two words'],
    ['text', 'x'.repeat(501), null],
    ['text', 'nul\0', null],
    ['text', '\uD800', null],
    ['longtext', ' one\r\ntwo ', 'one\ntwo'],
    ['number', '12.50', '12.5'],
    ['number', '-0', '0'],
    ['number', '+7', '7'],
    ['number', '0.000001', '0.000001'],
    ['number', '1,5', null],
    ['number', '1e9', null],
    ['number', 'Infinity', null],
    ['number', '9'.repeat(16), null],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-02-29', null],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '21.11.2026', null],
    ['date', '0999-01-01', null],
    ['choice', 'Red', 'Red'],
    ['choice', 'red', null],
    ['choices', 'Red\nBlue, dark\nRed', 'Blue, dark\nRed'],
    ['choices', 'Red\nBlack', null],
    ['checkbox', 'on', 'yes'],
    ['checkbox', 'no', ''],
    ['checkbox', 'perhaps', null],
    ['link', 'https://example.com/a b', 'https://example.com/a b'],
    ['link', 'javascript:alert(1)', null],
    ['link', 'example.com', null],
  ])('reads %s %j as %j', (type, typed, text) => expect(parsed(type, typed)).toBe(text))

  it.each(TYPES)('takes nothing as nothing: %s', (type) => expect(parsed(type, ' \r\n ')).toBe(''))

  it('keeps what is held although the list lost it', () => {
    expect(parsed('choice', 'Black', 'Black')).toBe('Black')
    expect(parsed('choices', 'Red\nBlack', 'Black')).toBe('Black\nRed')
    expect(parsed('choices', 'Red\nWhite', 'Black')).toBeNull()
  })

  it('reads its own spelling as it stands, and stores it without loss', () => {
    const typed = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...OPTIONS, 'on', '2026-11-21', 'https://example.com/x'),
      fc.double({ noNaN: true, min: -1e12, max: 1e12 }).map((number) => number.toFixed(3)),
      fc.subarray(OPTIONS).map((items) => items.join('\r\n')),
    )
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), typed, (type, said) => {
        const text = parsed(type, said)
        if (text === null) return
        expect(parsed(type, text)).toBe(text)
        expect(textOfRows(type, storedRows(type, text))).toBe(text)
        expect(storedRows(type, text).length === 0).toBe(text === '')
      }),
    )
  })

  it('says beside each field what is wrong, and leaves alone what was not asked', () => {
    const fields = [
      field({ key: 'a', type: 'number' }),
      field({ key: 'b', required: true }),
      field({ key: 'c', required: true }),
      field({ key: 'd', type: 'checkbox', required: true, label: 'Agreed' }),
    ]
    const typed = { 'field.a': 'x', 'field.b': ' ', 'field.d': '' }
    expect(checkFields(fields, { typed, held: {} })).toEqual({
      texts: {},
      problems: {
        'field.a': 'Write a number such as 12 or 12.5.',
        'field.b': 'Fill in “Rack”.',
        'field.d': 'Tick “Agreed”.',
      },
    })
  })

  it('begins with the default, unless it left the list, and lets what was typed go first', () => {
    const fields = [
      field({ key: 'a', defaultValue: 'one' }),
      field({ key: 'b', type: 'choice', defaultValue: 'Black' }),
      field({ key: 'c', defaultValue: 'two' }),
    ]
    expect(defaultTexts(fields)).toEqual({ 'field.a': 'one', 'field.c': 'two' })
    expect(beginTexts(fields, { 'field.c': '' })).toEqual({ 'field.a': 'one', 'field.b': '', 'field.c': '' })
  })

  it('spells the fields it knows, and leaves out those it does not', () => {
    const texts = { title: 'T', 'field.a': ' 1.50 ', 'field.b': 'x' }
    expect(spelled([field({ key: 'a', type: 'number' })], texts, {})).toEqual({ title: 'T', 'field.a': '1.5' })
  })
})

describe('who sees and who edits', () => {
  const cases = ROLES.flatMap((role) => ROLES.flatMap((see) => ROLES.map((edit) => [role, see, edit] as const)))

  it.each(cases)('%s, seen by %s and above, edited by %s and above', (role, visibleTo, editableBy) => {
    const one = field({ visibleTo, editableBy })
    const rank = (name: Role) => ROLES.indexOf(name)
    expect(seesField(role, one)).toBe(rank(role) >= rank(visibleTo))
    expect(editsField(role, one)).toBe(rank(role) >= Math.max(rank(visibleTo), rank(editableBy)))
    expect(seesField(role, { ...one, removedAt: 1 })).toBe(false)
    expect(editsField(role, { ...one, removedAt: 1 })).toBe(false)
  })

  it('tells a change only to those who see the field now and saw it then', () => {
    const change = fieldChange(field({ visibleTo: 'agent' }), '', 'B7')
    const heard = (role: Role, fields: readonly Field[]) => heardChanges([change], role, fields).length
    expect([heard('client', []), heard('agent', []), heard('admin', [])]).toEqual([0, 1, 1])
    expect([heard('agent', [field({ visibleTo: 'admin' })]), heard('client', [field()])]).toEqual([0, 0])
    expect(heardChanges([{ field: 'title', from: 'a', to: 'b' }], 'client', [])).toHaveLength(1)
  })
})

describe('words', () => {
  it.each([
    ['Rack unit (left)', [], 'rack_unit_left'],
    ['Größe', [], 'grosse'],
    ['2nd floor', [], 'nd_floor'],
    ['地点', [], 'field'],
    ['Rack', ['rack', 'rack_2'], 'rack_3'],
    ['__proto__', [], 'proto'],
  ] as const)('makes a key of %s', (label, taken, key) => expect(fieldKey(label, taken)).toBe(key))

  it('makes keys that an address can carry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(fieldKey(label, [])).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
      }),
    )
  })

  it('says a value and its change as people do', () => {
    expect(fieldWords(field({ type: 'choices' }), 'Black\nBlue, dark\nRed')).toBe('Red, Blue, dark, Black')
    expect(fieldWords(field({ type: 'checkbox' }), 'yes')).toBe('Yes')
    const changes = [
      fieldChange(field({ label: 'Tag' }), '', 'B7'),
      fieldChange(field({ type: 'checkbox', label: 'On site' }), 'yes', ''),
      fieldChange(field({ type: 'longtext', label: 'Log' }), 'a\nb', 'x'.repeat(300)),
    ]
    expect(describeChanges(changes).text).toBe(
      `set Tag to B7, removed On site Yes and changed Log from a b to ${'x'.repeat(120)}…`,
    )
  })
})

describe('filters', () => {
  const number = (value: number, open = false) => ({ value, open })
  it.each([
    ['>5', number(5, true), null],
    ['>= 5', number(5), null],
    ['<5.5', null, number(5.5, true)],
    ['5..10', number(5), number(10)],
    ['10..5', number(5), number(10)],
    ['..10', null, number(10)],
    ['-3..', number(-3), null],
    ['7', number(7), number(7)],
  ])('reads the number %s', (typed, from, to) =>
    expect(fieldTest({ type: 'number' }, typed)).toEqual({ kind: 'between', column: 'number', from, to }),
  )

  it.each(['', '..', 'x', '5..x', '>x', '5..6..7', '>>5'])('reads no number in %j', (typed) =>
    expect(fieldTest({ type: 'number' }, typed)).toBeNull(),
  )

  it('reads days, ticks, choices and words', () => {
    expect(fieldTest({ type: 'date' }, '2026-11-01..2026-11-30')).toMatchObject({
      column: 'text',
      from: { value: '2026-11-01' },
      to: { value: '2026-11-30' },
    })
    expect(fieldTest({ type: 'date' }, '2026-02-30')).toBeNull()
    expect(fieldTest({ type: 'checkbox' }, 'no')).toEqual({ kind: 'unticked' })
    expect(fieldTest({ type: 'checkbox' }, 'maybe')).toBeNull()
    expect(fieldTest({ type: 'choices' }, 'Red')).toEqual({ kind: 'holds', text: 'Red' })
    expect(fieldTest({ type: 'text' }, '> 5')).toEqual({ kind: 'contains', text: '> 5' })
  })
})
