import type { Clock } from '#domain/clocks.ts'
import type { Restandable } from '#domain/restanding.ts'
import type { Desk } from '#src/desk.ts'

export type Stored = Restandable & { readonly id: number; readonly section: number }

type Row = Omit<Stored, 'clocks'> & { readonly clocks: string }
type Reader = { readonly all: <Found>(sql: string, values: { after: number; most: number }) => Found[] }

const RESTANDABLES = `SELECT t.id, t.sourceId, t.status, t.priority, t.dueAt, t.createdAt, t.ageReferenceAt, t.firstRespondedAt, t.snoozedUntil, t.statusKind, t.priorityRank, t.section,
       t.stage1At, t.stage2At, t.stage3At, t.overdueAt,
       (SELECT json_group_array(json_object('kind', c.kind, 'targetSeconds', c.targetSeconds, 'startedAt', c.startedAt, 'dueAt', c.dueAt, 'stoppedAt', c.stoppedAt, 'met', c.met,
          'pauses', (SELECT json_group_array(json_object('fromAt', p.fromAt, 'toAt', p.toAt, 'reason', p.reason)) FROM (SELECT * FROM ClockPause WHERE clockId = c.id ORDER BY fromAt) p)))
        FROM Clock c WHERE c.ticketId = t.id) AS clocks
     FROM Ticket t WHERE t.id > @after`

/** Tickets after this one, with all that their standing rests on; `reader` may be that of a write. */
export const restandables = (reader: Reader, after: number, most: number): readonly Stored[] =>
  reader.all<Row>(`${RESTANDABLES} ORDER BY t.id LIMIT @most`, { after, most }).map(stored)

/** As `restandables`, of the tickets on the board alone. */
export const activeRestandables = ({ db }: Desk, after: number, most: number): readonly Stored[] =>
  db.sql.all<Row>(`${RESTANDABLES} AND t.section > 0 ORDER BY t.id LIMIT @most`, { after, most }).map(stored)

const stored = (row: Row): Stored => ({
  ...row,
  clocks: (JSON.parse(row.clocks) as (Omit<Clock, 'met'> & { met: number | null })[]).map((clock) => ({
    ...clock,
    met: clock.met === null ? null : clock.met === 1,
  })),
})

/** A fact about this installation; null when it was never stored. */
export const storedFact = ({ db }: Desk, key: string): string | null =>
  db.sql.get<{ value: string }>('SELECT value FROM Meta WHERE key = @key', { key })?.value ?? null
