import { describe, expect, it } from 'vitest'
import {
  filedPriority,
  filedStatus,
  filedTicketId,
  parsePeople,
  writePeople,
  writeTicket,
  type FiledTicket,
} from '#domain/ticket-file.ts'
import type { Priority } from '#domain/priority.ts'

const AT = Date.parse('2026-11-21T09:00:00.750Z')

const TICKET: FiledTicket = {
  id: '12',
  title: 'VPN "drops"',
  description: 'Every hour.\nSince Monday.',
  status: 2,
  priority: 3,
  type: 'Incident',
  category: null,
  requesterId: 7,
  assigneeId: null,
  tags: ['vpn'],
  createdAt: AT,
  updatedAt: AT,
  firstResponseDueAt: AT + 3_600_000,
  dueAt: null,
  firstRespondedAt: null,
  agentRespondedAt: null,
  resolvedAt: null,
  closedAt: null,
}

const list = (...labels: readonly string[]): readonly Priority[] =>
  labels.map((label) => ({
    key: label.toLowerCase(),
    label,
    color: '#000000',
    ageStageDays: [],
    firstResponseSeconds: null,
    resolutionSeconds: null,
    updateLimitSeconds: null,
  }))

it.each([
  ['12.txt', '12'],
  ['00012.txt', '00012'],
  ['12.txt.tmp', null],
  ['.12.txt', null],
  ['a12.txt', null],
  ['12.TXT', null],
  ['../12.txt', null],
  ['agents.txt', null],
  [`${'9'.repeat(21)}.txt`, null],
])('reads %s as the file of ticket %s', (name, id) => {
  expect(filedTicketId(name)).toBe(id)
})

describe('a list of people', () => {
  it('is split at the first colon, and names the lines it skips', () => {
    const text = '501:Ada Agent\r\n\n 502 : Bo: the second \nnobody\n:no id\n503:\n12x:Cy\n504:Dé'
    const { people, skipped } = parsePeople(text, true)

    expect(people.map(({ externalId, name, agent }) => [externalId, name, agent])).toEqual([
      ['501', 'Ada Agent', true],
      ['502', 'Bo: the second', true],
      ['504', 'Dé', true],
    ])
    expect(skipped).toEqual([4, 5, 6, 7])
  })

  it('is written so that it is read again as it was', () => {
    const text = writePeople([
      { id: 1, name: 'Ada: Agent' },
      { id: 2, name: 'Two\nlines' },
    ])
    expect(text).toBe('1:Ada: Agent\n2:Two lines\n')
    expect(parsePeople(text, false).people.map(({ name }) => name)).toEqual(['Ada: Agent', 'Two lines'])
  })
})

describe('a ticket', () => {
  it('is written with the names and times of the shape', () => {
    expect(JSON.parse(writeTicket(TICKET))).toEqual({
      id: 12,
      subject: 'VPN "drops"',
      description_text: 'Every hour.\nSince Monday.',
      status: 2,
      priority: 3,
      type: 'Incident',
      category: null,
      requester_id: 7,
      responder_id: null,
      tags: ['vpn'],
      created_at: '2026-11-21T09:00:00Z',
      updated_at: '2026-11-21T09:00:00Z',
      fr_due_by: '2026-11-21T10:00:00Z',
      due_by: null,
      stats: { first_responded_at: null, agent_responded_at: null, resolved_at: null, closed_at: null },
    })
  })

  it('keeps a number that is too long for arithmetic', () => {
    expect(writeTicket({ ...TICKET, id: '9007199254740993' })).toMatch(
      /^\{\n {4}"id": 9007199254740993,\n {4}"subject"/,
    )
  })
})

it.each([
  ['open', 2],
  ['active', 2],
  ['hold', 3],
  ['resolved', 4],
  ['closed', 5],
  ['cancelled', 5],
] as const)('writes a status that is %s as %d', (kind, id) => {
  expect(filedStatus(kind)).toBe(id)
})

const FOUR = list('Low', 'Medium', 'High', 'Critical')
const FIVE = list('Negligible', 'Low', 'Standard', 'High', 'Critical')

it.each([
  ['low', FOUR, 1],
  ['medium', FOUR, 2],
  ['high', FOUR, 3],
  ['critical', FOUR, 4],
  ['removed since', FOUR, 2],
  ['negligible', FIVE, 1],
  ['low', FIVE, 1],
  ['standard', FIVE, 2],
  ['high', FIVE, 3],
  ['critical', FIVE, 4],
  ['only', list('Only'), 1],
])('finds the number of the priority %s', (key, priorities, id) => {
  expect(filedPriority(key, priorities)).toBe(id)
})
