import { describe, expect, it } from 'vitest'
import { completionsFor, placeAt, type Offer } from '#domain/completions.ts'
import { operatorsFor } from '#domain/search/operators.ts'

const values = (...texts: readonly string[]) => texts.map((text) => ({ text }))
const offer = (name: string, known: Offer['values'], help = ''): Offer => ({ name, help, values: known })
const KNOWN: readonly Offer[] = [
  offer('status', [...values('open', 'on_hold'), { text: 'done', help: 'Finished' }]),
  offer('stage', values('watch')),
  offer('tag', values('vpn', 'printer', 'Print shop', 'Zoë "Z" Müller')),
  offer('assignee', values('me', 'Jo Smith', 'Ann Jones', 'a:b', '-x')),
  offer('priority', values('low', 'high')),
  offer('field.floor', values('one'), 'Floor'),
]

/** The text once the first completion is taken; the bar is the caret. */
function taken(written: string): string | null {
  const at = written.indexOf('|')
  const text = written.replace('|', '')
  const place = placeAt(text, at)
  const first = place && completionsFor(place, KNOWN, 8)[0]
  return place && first ? `${text.slice(0, place.from)}${first.insert}|${text.slice(place.to)}` : null
}

it.each([
  ['st|', 'status:|'],
  ['vpn st|', 'vpn status:|'],
  ['vpn -sta|', 'vpn -status:|'],
  ['ST|', 'status:|'],
  ['sta|tus:open', 'status:|open'],
  ['st|x vpn', 'status:| vpn'],
  ['flo|', 'field.floor:|'],
  ['field.fl|', 'field.floor:|'],
  ['status:|', 'status:open|'],
  ['status:o|', 'status:open|'],
  ['status:on|', 'status:on_hold|'],
  ['status:hold|', 'status:on_hold|'],
  ['status:fin|', 'status:done|'],
  ['STATUS:op|', 'STATUS:open|'],
  ['status:open,|', 'status:open,on_hold|'],
  ['status:open,d|', 'status:open,done|'],
  ['tag:vpn,-pr|', 'tag:vpn,-printer|'],
  ['tag:-pr|', 'tag:-printer|'],
  ['tag:p|,vpn', 'tag:printer|,vpn'],
  ['tag:p|xx vpn', 'tag:printer| vpn'],
  ['tag:shop|', 'tag:"Print shop"|'],
  ['tag:"Print s|', 'tag:"Print shop"|'],
  ['tag:"Print s|" vpn', 'tag:"Print shop"| vpn'],
  ['tag:vpn,"Print s|', 'tag:vpn,"Print shop"|'],
  ['tag:mull|', 'tag:"Zoë ""Z"" Müller"|'],
  ['assignee:smi| status:open', 'assignee:"Jo Smith"| status:open'],
  ['assignee:a:|', 'assignee:a:b|'],
  ['assignee:x|', 'assignee:"-x"|'],
  ['priority:>=h|', 'priority:>=high|'],
  ['field.floor:|', 'field.floor:one|'],
  ['printer |', 'printer status:|'],
])('completes %s to %s', (written, expected) => {
  expect(taken(written)).toBe(expected)
})

it.each([
  ['a whole value', 'status:open|'],
  ['an unknown word', 'printer|'],
  ['an unknown operator', 'foo:b|'],
  ['a phrase', '"status|'],
  ['a phrase with blanks', '"the status|'],
  ['a word with a comma', 'a,st|'],
])('completes nothing in %s', (_what, written) => {
  expect(taken(written)).toBeNull()
})

it('offers a value once', () => {
  const place = placeAt('status:open,on_hold,', 20)
  expect(place && completionsFor(place, KNOWN, 8).map(({ label }) => label)).toEqual(['done'])
})

it('stays within the text wherever the caret is said to be', () => {
  for (const text of ['', 'tag:"', '-', ',', 'a:b:c', '"', ' ', 'tag:,,', '-tag:-']) {
    for (let at = -2; at <= text.length + 2; at += 1) {
      const place = placeAt(text, at)
      if (!place) continue
      expect([text, at, 0 <= place.from && place.from <= place.to && place.to <= text.length]).toEqual([text, at, true])
    }
  }
})

describe('operators', () => {
  it('are offered once each', () => {
    const names = operatorsFor('admin').map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    expect(names).toContain('tag')
  })

  it('offer clients nothing of what agents keep among themselves', () => {
    const offered = operatorsFor('client')
    expect(offered.map(({ name }) => name)).toContain('status')
    expect(offered.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['tag']))
    const words = offered.flatMap(({ name, values: some = [] }) => [name, ...some.map(({ text }) => text)])
    for (const word of ['assignee', 'watcher', 'note', 'overdue', 'stage', 'section', 'source', 'unassigned', 'job'])
      expect(words).not.toContain(word)
  })
})
