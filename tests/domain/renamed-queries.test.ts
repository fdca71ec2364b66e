import { describe, expect, it } from 'vitest'
import { renamedSearch, renamedWatch } from '#domain/renamed-queries.ts'

const renamed = {
  priority: new Map([
    ['high', 'urgent'],
    ['critical', 'urgent'],
  ]),
  status: new Map([['on_hold', 'in_progress']]),
}

describe('a search', () => {
  it.each([
    ['status:active priority:high', 'status:active priority:urgent'],
    ['priority:High', 'priority:urgent'],
    ['priority:>=high', 'priority:>=urgent'],
    ['priority:low,high,critical vpn', 'priority:low,urgent vpn'],
    ['priority:high,-critical', 'priority:urgent,-urgent'],
    ['-PRIORITY:high "in high waters"', '-priority:urgent "in high waters"'],
    ['status:"On Hold",open', 'status:"in_progress",open'],
    ['status:on_hold tag:"a ""b"" c"', 'status:in_progress tag:"a ""b"" c"'],
  ])('%s becomes %s', (text, expected) => {
    expect(renamedSearch(text, renamed)).toBe(expected)
  })

  it.each([
    'high on_hold',
    'tag:high',
    'status:high  priority:"on_hold"',
    '"priority:high"',
    'field.priority:high',
    '',
    ' " ',
  ])('%j stays to the letter', (text) => {
    expect(renamedSearch(text, renamed)).toBe(text)
  })
})

describe('the address of a list', () => {
  it.each([
    ['status=active&priority=high', 'status=active&priority=urgent'],
    ['priority=High', 'priority=urgent'],
    ['priority=low,high,critical', 'priority=low,urgent'],
    ['priority=-high&tag=a%20b', 'priority=-urgent&tag=a%20b'],
    ['status=on_hold', 'status=in_progress'],
    ['q=priority%3Ahigh+printer', 'q=priority%3Aurgent+printer'],
    ['q=-status%3A%22On+Hold%22+vpn', 'q=-status%3A%22in_progress%22+vpn'],
    ['q=status%3Aopen,on_hold', 'q=status%3Aopen,in_progress'],
  ])('%s becomes %s', (query, expected) => {
    expect(renamedSearch(query, renamed)).toBe(expected)
    expect(renamedSearch(`/tickets?${query}`, renamed)).toBe(`/tickets?${expected}`)
  })

  it.each([
    'status=high&tag=on_hold',
    'q=high+on_hold',
    'q=subpriority%3Ahigh',
    'q=%E0%A4%A',
    '',
    'priority',
    'q=a%2Cb',
  ])('%j stays to the letter', (query) => {
    expect(renamedSearch(query, renamed)).toBe(query)
  })
})

describe('what the flag watches', () => {
  it.each([
    ['/tickets?status=active&priority=high', '/tickets?status=active&priority=urgent'],
    ['priority=high', 'priority=urgent'],
    ['everything', 'everything'],
    ['person:high', 'person:high'],
  ])('%s becomes %s', (watch, expected) => {
    expect(renamedWatch(watch, renamed)).toBe(expected)
  })
})
