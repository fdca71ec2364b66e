import { describe, expect, it } from 'vitest'
import { offsetFrom, parseOffset } from '#domain/offsets.ts'
import { actionLines, readActions, writeActions } from '#domain/template-actions.ts'

const AGENTS = [
  { id: 7, name: 'Ann Agent' },
  { id: 8, name: 'Zoë Müller' },
]

describe('a list of action items', () => {
  it('is read one a line, with who and when in any order', () => {
    const text = '- Order the laptop | ann agent | 3d\n\n2) Badge | 4 hours | Zoe Muller\n* [x] Desk'
    expect(readActions(text, AGENTS)).toEqual({
      ok: true,
      actions: [
        { text: 'Order the laptop', assigneeId: 7, due: { count: 3, unit: 'd' } },
        { text: 'Badge', assigneeId: 8, due: { count: 4, unit: 'h' } },
        { text: 'Desk', assigneeId: null, due: null },
      ],
    })
  })

  it.each([
    ['Laptop | Bob', '“Bob” is neither somebody who works on tickets nor a time such as 3d or 4h.'],
    ['| 3d', '“| 3d” says who or when, but not what.'],
    ['x'.repeat(301), `Keep each item to 300 characters: “${'x'.repeat(40)}…”.`],
    ['x\n'.repeat(101), 'At most 100 items, one a line.'],
  ])('is refused for %j', (text, problem) => {
    expect(readActions(text, AGENTS)).toEqual({ ok: false, problem })
  })

  it('reads what it writes', () => {
    const read = readActions('Laptop | Ann Agent | 3d\nBadge | 2w\nDesk', AGENTS)
    if (!read.ok) throw new Error(read.problem)
    expect(readActions(writeActions(read.actions, AGENTS), AGENTS)).toEqual(read)
  })

  it('keeps what only looks like a mark', () => {
    expect(actionLines('-5 degrees\n3.5 mm plug\n10 screws')).toEqual(['-5 degrees', '3.5 mm plug', '10 screws'])
  })
})

describe('a due date from now', () => {
  it.each([
    ['3d', '2026-03-27T10:00Z', '2026-03-30T15:00Z'],
    ['1w', '2026-03-27T10:00Z', '2026-04-03T15:00Z'],
    ['48h', '2026-03-27T10:00Z', '2026-03-29T10:00Z'],
    ['0d', '2026-11-21T22:59Z', '2026-11-21T16:00Z'],
  ])('%s after %s is %s in Berlin', (text, from, to) => {
    const offset = parseOffset(text)
    expect(offset && offsetFrom(Date.parse(from), offset, 'Europe/Berlin')).toBe(Date.parse(to))
  })

  it.each(['', 'd', '3', '3 months', '-1d', '9999w', '1.5d'])('%j is none', (text) => {
    expect(parseOffset(text)).toBeNull()
  })
})
