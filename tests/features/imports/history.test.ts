import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCsv, realFile, utc, written } from './read.ts'

const HEADER =
  'number,incident_state,sys_mod_count,caller_id,opened_at,sys_updated_by,sys_updated_at,category,subcategory,priority,assigned_to,closed_code,resolved_at,closed_at'
const line = (number: string, state: string, at: string, rest: { mod?: number; group?: string; to?: string } = {}) =>
  `${number},${state},${rest.mod ?? 0},Caller 1,01-03-2026 08:00,Updated by 2,${at},Category 5,Subcategory 9,3 - Moderate,${rest.to ?? '?'},code 5,?,?`
const history = (...lines: string[]) => readCsv(written([HEADER, ...lines].join('\n')))

describe('a history', () => {
  it('becomes one ticket a number, with every change at its own time', async () => {
    const { tickets, source } = await history(
      line('INC1', 'New', '01-03-2026 08:10'),
      line('INC1', 'New', '01-03-2026 08:20', { mod: 1 }),
      line('INC1', 'Awaiting User Info', '02-03-2026 09:00', { mod: 2, to: 'Resolver 7' }),
      line('INC1', 'Closed', '29-03-2026 10:00', { mod: 3, to: 'Resolver 7' }),
    )

    expect(tickets).toHaveLength(1)
    expect(tickets[0]).toMatchObject({
      key: 'INC1',
      title: 'Category 5 · Subcategory 9',
      category: 'Category 5 / Subcategory 9',
      requester: { name: 'Caller 1' },
      status: 'Closed',
      resolution: 'code 5',
      createdAt: utc('2026-03-01T08:00:00'),
      updatedAt: utc('2026-03-29T10:00:00'),
    })
    expect(tickets[0]?.updates.map(({ at, author, changes }) => [at, author, changes])).toEqual([
      [
        utc('2026-03-02T09:00:00'),
        'Updated by 2',
        [
          { field: 'status', from: 'New', to: 'Awaiting User Info' },
          { field: 'assignee', from: null, to: 'Resolver 7' },
        ],
      ],
      [utc('2026-03-29T10:00:00'), 'Updated by 2', [{ field: 'status', from: 'Awaiting User Info', to: 'Closed' }]],
    ])
    expect(source.remarks).toContain('1 rows changed nothing that a timeline shows.')
  })

  it('that begins in the middle tells the state it was found in', async () => {
    const { tickets } = await history(line('INC1', 'Active', '13-03-2026 08:10', { mod: 4 }))

    expect(tickets[0]?.updates[0]?.changes).toEqual([{ field: 'status', from: null, to: 'Active' }])
  })

  it('gathers rows that stand apart, and puts them in the order of their times', async () => {
    const { tickets, source } = await history(
      line('INC1', 'New', '01-03-2026 08:10'),
      line('INC2', 'New', '13-03-2026 08:10'),
      line('INC1', 'Closed', '03-03-2026 08:10', { mod: 2 }),
      line('INC1', 'Active', '02-03-2026 08:10', { mod: 1 }),
    )

    expect(tickets.map(({ key, updates }) => [key, updates.map(({ changes }) => changes[0]?.to)])).toEqual([
      ['INC1', ['Active', 'Closed']],
      ['INC2', []],
    ])
    expect(source.remarks.join()).toContain('put in the order of their times')
  })

  it('keeps the order of the file where only the times of silent rows go back', async () => {
    const { tickets } = await history(
      line('INC1', 'New', '13-03-2026 11:10'),
      line('INC1', 'New', '13-03-2026 09:52', { mod: 1 }),
      line('INC1', 'Resolved', '13-03-2026 11:03', { mod: 2 }),
    )

    expect(tickets[0]?.updates.map(({ at, changes }) => [at, changes[0]?.to])).toEqual([
      [utc('2026-03-13T11:03:00'), 'Resolved'],
    ])
  })

  it('loses no row without saying so', async () => {
    const { tickets, rejected } = await history(
      line('INC1', 'New', '13-03-2026 08:10'),
      line('?', 'New', '13-03-2026 08:10'),
      line('INC1', 'Closed', 'soon'),
    )

    expect(tickets).toHaveLength(1)
    expect(rejected).toEqual([
      { line: 3, reason: 'Has no number, so that it belongs to no ticket.' },
      { line: 4, reason: expect.stringMatching(/“sys_updated_at” says “soon”, which is no date/) as string },
    ])
  })
})

describe.skipIf(!existsSync(realFile('servicenow-incident-events.csv')))(
  'the real incidents (skipped without the shared data)',
  () => {
    it('are 600 tickets whose timelines hold every state they went through', async () => {
      const { tickets, rejected } = await readCsv(realFile('servicenow-incident-events.csv'))
      const changes = tickets.flatMap(({ updates }) => updates.flatMap((update) => update.changes))
      const states = changes.filter(({ field }) => field === 'status')

      expect(tickets).toHaveLength(600)
      expect(rejected).toEqual([])
      // 1,699 changes between neighbouring rows, and 130 tickets that begin in the middle.
      expect(states).toHaveLength(1829)
      expect(
        tickets.every(({ updates }) =>
          updates.every((update, index) => (update.at ?? 0) >= (updates[index - 1]?.at ?? 0)),
        ),
      ).toBe(true)
      expect(
        tickets.find(({ key }) => key === 'INC0000045')?.updates.map(({ at, changes: [change] }) => [at, change?.to]),
      ).toEqual([
        [utc('2016-02-29T08:53:00'), 'Resolved'],
        [utc('2016-03-05T12:00:00'), 'Closed'],
      ])
    })
  },
)
