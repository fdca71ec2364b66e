import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshserviceAddress, linkBase } from '#domain/freshservice-address.ts'
import { activeOf, choicesOf, KNOWN_STATUSES } from '#domain/freshservice-lists.ts'
import { firstPass, stepAfter, windowAfter, type Page, type Pass } from '#domain/freshservice-paging.ts'
import { statusQueries } from '#domain/freshservice-query.ts'
import { isWithin, remoteTicketOf, type FreshserviceTicket } from '#domain/freshservice.ts'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const MARK = 7

describe('an address', () => {
  it.each([
    ['acme', 'https://acme.freshservice.com'],
    [' ACME ', 'https://acme.freshservice.com'],
    ['acme.freshservice.com', 'https://acme.freshservice.com'],
    ['https://acme.freshservice.com/', 'https://acme.freshservice.com'],
    ['https://Acme-IT.eu.freshservice.com', 'https://acme-it.eu.freshservice.com'],
    ['http://127.0.0.1:8123', 'http://127.0.0.1:8123'],
    ['http://localhost:8123/', 'http://localhost:8123'],
    ['http://[::1]:8123', 'http://[::1]:8123'],
  ])('%j is %s', (written, origin) => {
    expect(freshserviceAddress(written)).toEqual({ origin, wrong: null })
  })

  it.each([
    ['', 'There is no address'],
    ['http://acme.freshservice.com', 'by https only'],
    ['https://helpdesk.acme.com', 'NAME.freshservice.com only'],
    ['https://freshservice.com', 'NAME.freshservice.com only'],
    ['https://acme.freshservice.com.evil.example', 'NAME.freshservice.com only'],
    ['https://evilfreshservice.com', 'NAME.freshservice.com only'],
    ['https://acme.freshservice.com@evil.example', 'Leave out the user'],
    ['https://acme.freshservice.com/a/tickets', 'Leave out what follows acme.freshservice.com'],
    ['https://acme.freshservice.com?x=1', 'Leave out what follows'],
    ['https://acme.freshservice.com:8443', 'Leave out the port'],
    ['http://192.168.0.1:80', 'by https only'],
    ['https://127.0.0.1', 'NAME.freshservice.com only'],
    ['ftp://acme.freshservice.com', 'not a web address'],
    ['acme desk', 'not an address'],
  ])('%j is refused: %s', (written, words) => {
    const { origin, wrong } = freshserviceAddress(written)
    expect(origin).toBeNull()
    expect(wrong).toContain(words)
  })

  it('of the portal is taken for links if it is one', () => {
    expect(linkBase('https://help.acme.com/', 'https://acme.freshservice.com')).toBe('https://help.acme.com')
    expect(linkBase('javascript:alert(1)', 'https://acme.freshservice.com')).toBe('https://acme.freshservice.com')
    expect(linkBase(null, 'https://acme.freshservice.com')).toBe('https://acme.freshservice.com')
  })
})

describe('the choices of a field', () => {
  it.each<[string, unknown, unknown]>([
    ['id and value', [{ id: 2, value: 'Open' }], [{ id: '2', name: 'Open' }]],
    ['id to names', { 2: ['Open', 'Being processed'] }, [{ id: '2', name: 'Open' }]],
    ['id to name', { 2: 'Open' }, [{ id: '2', name: 'Open' }]],
    ['name to id', { Low: 1 }, [{ id: '1', name: 'Low' }]],
    ['pairs', [['Low', 1]], [{ id: '1', name: 'Low' }]],
    ['names', ['Incident'], [{ id: 'Incident', name: 'Incident' }]],
    [
      'doubles',
      [
        { id: 2, value: 'Open' },
        { id: 2, value: 'Open' },
      ],
      [{ id: '2', name: 'Open' }],
    ],
    ['an id alone', [{ id: 2 }], [{ id: '2', name: null }]],
    ['nonsense', [null, 7, {}, [], { id: null }], []],
    ['nothing', undefined, []],
    ['a word', 'Open', []],
  ])('given as %s', (_shape, raw, choices) => {
    expect(choicesOf(raw)).toEqual(choices)
  })

  it('leave the final ones out of work', () => {
    expect(activeOf([...KNOWN_STATUSES, { id: '9', name: 'Waiting' }])).toEqual(['2', '3', '9'])
  })
})

describe('a filter query', () => {
  it('names the statuses, and the workspace where there is one', () => {
    expect(statusQueries(['2', '3', '2'], null)).toEqual(['"status:2 OR status:3"'])
    expect(statusQueries(['2'], '7')).toEqual(['"workspace_id:7 AND (status:2)"'])
    expect(statusQueries([], null)).toEqual([])
  })

  it('is never longer than allowed, and none is left out', () => {
    const ids = fc.uniqueArray(fc.nat(99_999).map(String), { maxLength: 200 })
    fc.assert(
      fc.property(ids, fc.option(fc.constantFrom('2', '123456789')), (statuses, workspace) => {
        const queries = statusQueries(statuses, workspace)
        expect(queries.every((query) => query.length <= 512)).toBe(true)
        expect(queries.flatMap((query) => [...query.matchAll(/status:(\d+)/g)].map(([, id]) => id))).toEqual(statuses)
      }),
    )
  })
})

const TICKET: FreshserviceTicket = {
  id: '9007199254740993',
  subject: 'Printer on fire',
  description: 'It burns.',
  status: '9',
  priority: '4',
  type: 'Incident',
  categories: ['Hardware', 'Printer', null],
  groupId: '71',
  workspaceId: '2',
  requesterId: '901',
  responderId: '501',
  requester: { externalId: '901', name: 'Rita', email: 'rita@example.com', phone: null, agent: false },
  tags: ['fire'],
  createdAt: 1,
  updatedAt: 2,
  firstRespondedAt: 3,
  resolvedAt: null,
  closedAt: null,
  firstResponseDueAt: 4,
  dueAt: 5,
  deleted: false,
  spam: false,
}
const EVERYTHING = { workspaces: [], types: [], groups: [] }
const PLACE = { linkBase: 'https://help.acme.com', scope: EVERYTHING }
const ADA = { externalId: '501', name: 'Ada', email: null, phone: null, agent: true }
const KNOWN = {
  statuses: new Map([['9', 'Waiting on Customer']]),
  priorities: new Map([['4', 'Urgent']]),
  groups: new Map<string, string>(),
  workspaces: new Map([['2', 'IT']]),
  people: new Map([['501', ADA]]),
}

describe('a ticket', () => {
  it('is told in our words', () => {
    expect(remoteTicketOf(TICKET, KNOWN, PLACE)).toEqual({
      externalId: '9007199254740993',
      url: 'https://help.acme.com/a/tickets/9007199254740993',
      title: 'Printer on fire',
      description: 'It burns.',
      status: { id: '9', name: 'Waiting on Customer' },
      priority: { id: '4', name: 'Urgent' },
      type: 'Incident',
      category: 'Hardware / Printer',
      group: { id: '71', name: null },
      workspace: { id: '2', name: 'IT' },
      requester: TICKET.requester,
      assignee: ADA,
      tags: ['fire'],
      createdAt: 1,
      updatedAt: 2,
      firstRespondedAt: 3,
      resolvedAt: null,
      closedAt: null,
      firstResponseDueAt: 4,
      dueAt: 5,
      gone: false,
    })
  })

  it('keeps what it can when most is missing', () => {
    const bare = {
      ...TICKET,
      subject: null,
      priority: null,
      categories: [null],
      groupId: null,
      requester: null,
      responderId: '7',
    }
    expect(remoteTicketOf(bare, KNOWN, PLACE)).toMatchObject({
      title: '(no subject)',
      priority: { id: '', name: null },
      category: null,
      group: null,
      requester: { externalId: '901', name: null, agent: false },
      assignee: { externalId: '7', name: null, agent: true },
    })
  })

  it.each([
    ['was deleted', { deleted: true }, EVERYTHING],
    ['is spam', { spam: true }, EVERYTHING],
    ['has another type', {}, { ...EVERYTHING, types: ['Service Request'] }],
    ['moved to another group', {}, { ...EVERYTHING, groups: ['72'] }],
    ['moved to another workspace', {}, { ...EVERYTHING, workspaces: ['3'] }],
  ])('that %s is gone', (_what, change, scope) => {
    expect(remoteTicketOf({ ...TICKET, ...change }, KNOWN, { ...PLACE, scope }).gone).toBe(true)
  })

  it('is within all workspaces, and within the one that was asked for', () => {
    expect(isWithin(TICKET, { ...EVERYTHING, workspaces: ['0'] })).toBe(true)
    expect(isWithin({ ...TICKET, workspaceId: null }, { ...EVERYTHING, workspaces: ['3'] })).toBe(true)
  })
})

describe('a walk through pages', () => {
  const at = (id: string, perPage = 100): Page => ({
    ids: [id],
    count: perPage,
    changedAt: 10 * DAY,
    unreadAt: null,
    next: { page: 2, perPage },
    dateAt: 10 * DAY,
  })
  const end = (changes: Partial<Page> = {}): Page => ({ ...at('z'), count: 3, next: null, ...changes })
  const one = { workspaces: 1, mark: 0 }
  const markOf = (pass: Pass, page: Page) => {
    const step = stepAfter(pass, page, { workspaces: 1, mark: MARK })
    return step.kind === 'end' ? step.mark : step.kind
  }

  it('has windows that overlap a little and always get on', () => {
    for (let read = 0, last = 0; read < 30_000; last = read) {
      const { page, perPage } = windowAfter(read)
      expect(perPage).toBeLessThanOrEqual(100)
      expect((page - 1) * perPage).toBeLessThanOrEqual(Math.max(0, last - 5))
      read = page * perPage
      expect(read).toBeGreaterThan(last + 50)
    }
  })

  it('ends at a short page without a link, and asks once more after a full one', () => {
    expect(stepAfter(firstPass, end(), one).kind).toBe('end')
    expect(stepAfter(firstPass, { ...at('a'), next: null }, one).kind).toBe('on')
  })

  it('goes where the server says after a short page that is not the last', () => {
    const step = stepAfter(firstPass, { ...at('a'), count: 30, next: { page: 2, perPage: 30 } }, one)
    expect(step).toMatchObject({ kind: 'on', pass: { window: { page: 2, perPage: 30 }, tail: [] } })
  })

  it('begins again when a page does not join the last, and gives up without moving the mark', () => {
    const joined: Pass = { ...firstPass, tail: ['y', 'z'] }
    expect(stepAfter(joined, end(), one).kind).toBe('end')
    expect(stepAfter({ ...joined, tail: ['a'] }, end(), one)).toMatchObject({
      kind: 'again',
      pass: { restarts: 1, tail: [] },
    })
    expect(stepAfter({ ...joined, tail: ['a'], restarts: 3 }, end(), one).kind).toBe('shaky')
  })

  it('takes one workspace after the other', () => {
    const step = stepAfter(firstPass, end(), { workspaces: 2, mark: 0 })
    expect(step).toMatchObject({ kind: 'on', pass: { workspace: 1, window: { page: 1 } } })
  })

  it.each<[string, Partial<Pass>, Partial<Page>, number]>([
    ['is the latest change', {}, {}, 10 * DAY],
    ['stays where nothing changed', {}, { changedAt: null }, MARK],
    ['never moves back', {}, { changedAt: 5 }, MARK],
    [
      'leaves out what changed during the walk',
      { pages: 3, firstDateAt: 10 * DAY - 9 * MINUTE },
      {},
      10 * DAY - 9 * MINUTE,
    ],
    ['does the same without dates', { pages: 2, firstDateAt: null }, { dateAt: null }, 10 * DAY - 10 * MINUTE],
    ['does not follow a change from the future', {}, { changedAt: 900 * DAY }, 10 * DAY],
    ['follows a server whose date is behind its tickets', {}, { dateAt: 9.5 * DAY }, 10 * DAY],
    ['waits before an unreadable ticket', {}, { unreadAt: 9.5 * DAY }, 9.5 * DAY - 1],
    ['does not wait for more than a day', {}, { unreadAt: 3 * DAY }, 9 * DAY],
    ['waits a day for one that does not say when', {}, { unreadAt: 0 }, 9 * DAY],
    ['waits for one of an earlier page', { unreadAt: 9.5 * DAY }, {}, 9.5 * DAY - 1],
  ])('has a mark that %s', (_what, pass, page, expected) => {
    expect(markOf({ ...firstPass, ...pass }, end(page))).toBe(expected)
  })
})
