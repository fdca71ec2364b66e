import { describe, expect, it } from 'vitest'
import { fixture, readCsv, utc } from './read.ts'

describe('an export of', () => {
  it('Freshservice needs no map', async () => {
    const { source, tickets, rejected } = await readCsv(fixture('freshservice.csv'))

    expect(source.label).toBe('Freshservice')
    expect(rejected).toEqual([])
    expect(tickets[0]).toMatchObject({
      key: 'INC-1042',
      title: 'Laptop will not start',
      description: 'It shows a blinking cursor.\nNothing else.',
      requester: { name: 'Ana Sousa', email: 'ana.sousa@example.com' },
      assignee: { name: 'Ravi Menon', email: null },
      status: 'Closed',
      priority: 'High',
      type: 'Incident',
      category: 'Hardware',
      component: 'Laptop',
      site: 'Lisbon',
      createdAt: utc('2026-03-02T09:15:00'),
      dueAt: utc('2026-03-03T09:15:00'),
      firstRespondedAt: utc('2026-03-02T09:50:00'),
      resolvedAt: utc('2026-03-02T15:40:00'),
      closedAt: utc('2026-03-05T08:00:00'),
      tags: [
        { name: 'laptop', color: null },
        { name: 'boot', color: null },
      ],
    })
    expect(tickets[0]?.notes).toBe('Freshservice number: INC-1042\nSource: Portal\nGroup: Service Desk')
    expect(tickets[1]).toMatchObject({ assignee: null, status: 'Pending', resolvedAt: null })
  })

  it('Freshdesk needs no map', async () => {
    const { source, tickets } = await readCsv(fixture('freshdesk.csv'))

    expect(source.label).toBe('Freshdesk')
    expect(tickets[0]).toMatchObject({
      key: '311',
      requester: { name: 'Tom Baker', email: 'tom@example.com' },
      assignee: { name: 'Ines Roth' },
      status: 'Waiting on Customer',
      firstRespondedAt: utc('2026-02-10T08:20:00'),
    })
    expect(tickets[0]?.notes).toContain('Company Name: Baker Ltd')
  })

  it('Zendesk needs no map, and knows its first reply by minutes', async () => {
    const { source, tickets } = await readCsv(fixture('zendesk.csv'))

    expect(source.label).toBe('Zendesk')
    expect(tickets[0]).toMatchObject({
      key: '5501',
      requester: { name: 'Lena Fuchs', email: 'lena@example.org' },
      resolvedAt: utc('2026-01-12T12:00:00'),
      firstRespondedAt: utc('2026-01-12T10:25:00'),
      tags: [{ name: 'password' }, { name: 'login_issue' }],
    })
    expect(tickets[1]).toMatchObject({ priority: null, tags: [], firstRespondedAt: null })
  })

  it('Jira needs no map, and brings its repeated columns', async () => {
    const { source, tickets } = await readCsv(fixture('jira.csv'))

    expect(source.label).toBe('Jira')
    expect(tickets[0]).toMatchObject({
      key: 'OPS-12',
      title: 'Search ignores umlauts',
      project: 'Operations',
      createdAt: utc('2025-11-21T10:15:00'),
      resolvedAt: utc('2025-11-24T16:00:00'),
      dueAt: utc('2025-11-28T00:00:00'),
      resolution: 'Fixed',
      tags: [{ name: 'search' }, { name: 'i18n' }],
      watchers: [{ name: 'Jonas Weber' }, { name: 'Eva Lind' }],
      files: [{ name: 'screen.png', content: null }],
      links: ['https://jira.example.com/secure/attachment/1/screen.png'],
    })
    expect(tickets[0]?.notes).toContain('Custom field (Team): Blue')
    expect(tickets[0]?.updates).toMatchObject([
      { kind: 'note', author: 'Mira Patel', body: 'Reproduced; it is the tokenizer.', at: utc('2025-11-22T09:00:00') },
      { kind: 'reply', author: 'Jonas Weber', authorIsRequester: true, body: 'Still there for me.' },
    ])
    expect(tickets[1]).toMatchObject({ updates: [], watchers: [], tags: [] })
  })

  it('osTicket needs no map, with its semicolons and month-day dates', async () => {
    const { source, tickets } = await readCsv(fixture('osticket.csv'))

    expect(source.label).toBe('osTicket')
    expect(source.remarks).toEqual(['Its cells are separated by semicolons.'])
    expect(tickets[0]).toMatchObject({
      key: '704512',
      requester: { name: 'Kim Lee', email: 'kim@example.net' },
      createdAt: utc('2026-02-25T10:32:00'),
      dueAt: null,
      category: 'Report a Problem',
      component: 'Support',
    })
    // Nothing in this column tells, but the others do.
    expect(tickets[1]?.dueAt).toBe(utc('2026-03-07T17:00:00'))
  })

  it('ServiceNow with a row a ticket needs no map', async () => {
    const { source, tickets } = await readCsv(fixture('servicenow.csv'))

    expect(source.label).toBe('ServiceNow')
    expect(tickets[0]).toMatchObject({
      key: 'INC0010001',
      title: 'Mail bounces for the whole team',
      requester: { name: 'Beth Anglin' },
      assignee: { name: 'David Loo' },
      createdAt: utc('2026-05-04T08:12:31'),
      updates: [],
    })
    expect(tickets[0]?.description).toContain('Group: Messaging')
  })
})
