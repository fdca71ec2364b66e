import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importTickets } from '#features/imports/service.ts'
import { openCsvSource } from '#features/imports/source.ts'
import type { Desk } from '#src/desk.ts'
import { admin, layDesk, NOW, TEAM } from './desk.ts'
import { realFile, utc } from './read.ts'

const bring = async (desk: Desk, file: string, preview = false) =>
  importTickets(desk, admin, { source: await openCsvSource(file, { zone: 'UTC' }), preview })

describe.skipIf(!existsSync(realFile('support-tickets.csv')))(
  'the real files (skipped without the shared data)',
  () => {
    it('of 1,500 support tickets come with their answers and tags', async () => {
      const desk = layDesk(TEAM)
      const preview = await bring(desk, realFile('support-tickets.csv'), true)
      const report = await bring(desk, realFile('support-tickets.csv'))

      expect(report).toEqual({ ...preview, preview: false })
      expect(report).toMatchObject({ created: 1500, rejectedCount: 0 })
      expect(await desk.db.read.update.count({ where: { kind: 'reply', authorName: 'Support Team' } })).toBe(1500)
      expect(await desk.db.read.ticket.count({ where: { firstRespondedAt: new Date(NOW) } })).toBe(1500)
      expect(await desk.db.read.ticket.groupBy({ by: ['type'], _count: true, orderBy: { type: 'asc' } })).toEqual([
        { type: 'Change Request', _count: 124 },
        { type: 'Incident', _count: 606 },
        { type: 'Problem', _count: 322 },
        { type: 'Service Request', _count: 448 },
      ])
      expect(await desk.db.read.ticketTag.count({ where: { tag: { name: 'lang:de' } } })).toBe(533)
      expect(
        await desk.db.read.ticket.count({ where: { OR: [{ title: '' }, { description: { contains: '\\n\\n' } }] } }),
      ).toBe(0)
      expect(await bring(desk, realFile('support-tickets.csv'))).toMatchObject({ created: 0, skipped: 1500 })
    })

    it('of 600 incidents come with the time of every change', async () => {
      const desk = layDesk(TEAM)
      const report = await bring(desk, realFile('servicenow-incident-events.csv'))

      expect(report).toMatchObject({ created: 600, rejectedCount: 0 })
      expect(report.mappings).toContainEqual({
        field: 'status',
        word: 'Awaiting User Info',
        target: 'On Hold',
        count: 209,
      })
      const ticket = await desk.db.read.ticket.findUniqueOrThrow({
        where: { importKey: 'servicenow:INC0000045' },
        include: { statusChanges: { orderBy: { createdAt: 'asc' } }, updates: true },
      })
      expect(ticket.statusChanges.map(({ to, createdAt }) => [to, createdAt.getTime()])).toEqual([
        ['open', utc('2016-02-29T01:16:00')],
        ['resolved', utc('2016-02-29T08:53:00')],
        ['closed', utc('2016-03-05T12:00:00')],
      ])
      expect(ticket).toMatchObject({
        status: 'closed',
        resolution: 'code 5',
        title: 'Category 55 · Subcategory 170 · Symptom 72',
      })
      expect(await desk.db.read.clock.count({ where: { stoppedAt: null } })).toBe(0)
    })
  },
)
