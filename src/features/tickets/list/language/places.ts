import { foldName } from '#domain/text.ts'
import type { Value } from '#domain/search/terms.ts'
import { among, EVERYTHING, holds, isNull, listed, noneOf, within, type Ask, type Clause } from './clause.ts'

const TOP = '\u{10FFFF}'

/** A place by its number, by its whole name in quotation marks, or by the beginning of its name. */
export const placeIn =
  (table: 'Site' | 'Project', column: 'siteId' | 'projectId') =>
  (value: Value, ask: Ask): Clause => {
    if (!value.quoted && value.text === 'none') return isNull(column)
    if (!value.quoted && /^#?\d{1,15}$/.test(value.text))
      return holds(column, ask.bind(Number(value.text.replace('#', ''))), 1)
    return among(column, `SELECT s.id FROM ${table} s WHERE ${named('s.nameKey', value, ask)}`, 1)
  }

/** Where a ticket comes from: `local`, or a mirrored system. */
export function source(value: Value, ask: Ask): Clause {
  if (!value.quoted && value.text === 'local') return isNull('sourceId')
  if (!value.quoted && /^\d{1,15}$/.test(value.text)) return holds('sourceId', ask.bind(Number(value.text)), 4)
  const name = ask.bind(value.text.replace(/\*$/, ''))
  const like = value.quoted ? `lower(s.name) = lower(${name})` : `instr(lower(s.name), lower(${name})) = 1`
  return among('sourceId', `SELECT s.id FROM Source s WHERE ${like}`, 4)
}

/** A tag by its name; a star at the end stands for any ending. */
export function tag(value: Value, ask: Ask): Clause {
  if (!value.quoted && value.text === 'none') return noneOf(within('FROM TicketTag x WHERE 1', 'x.ticketId', 9))
  const key = value.quoted ? foldName(value.text) : foldName(value.text).replace(/\*$/, '')
  const open = !value.quoted && value.text.endsWith('*')
  if (open && key === '') return within('FROM TicketTag x WHERE 1', 'x.ticketId', 9)
  const name = open ? begins('g.nameKey', key, ask) : `g.nameKey = ${ask.bind(key)}`
  const tagged = (column: string) =>
    within(`FROM TicketTag x WHERE ${column} IN (SELECT g.id FROM Tag g WHERE ${name})`, 'x.ticketId', 1)
  // A ticket has few tags, and a star may stand for very many.
  return open ? { ...tagged('x.tagId'), each: tagged('+x.tagId').each } : tagged('x.tagId')
}

/** A type, a category, a component or a job number, whatever its case; a list's own word by its folded one. */
export const wordIn =
  (column: 'type' | 'category' | 'component' | 'jobNumber', listed: (ask: Ask) => readonly string[]) =>
  (value: Value, ask: Ask): Clause => {
    if (!value.quoted && value.text === 'none') return empty(column)
    const key = foldName(value.text)
    const word = ask.bind(listed(ask).find((one) => foldName(one) === key) ?? value.text)
    return {
      each: `+t.${column} = ${word} COLLATE NOCASE`,
      way: {
        sql: `t.${column} = ${word} COLLATE NOCASE`,
        exact: true,
        rank: column === 'component' || column === 'jobNumber' ? 2 : 6,
      },
    }
  }

function empty(column: string): Clause {
  const rows = (holds: string) => `SELECT n.id FROM Ticket n WHERE n.${column} ${holds}`
  return {
    each: `coalesce(t.${column}, '') = ''`,
    way: listed(`${rows('IS NULL')} UNION ALL ${rows(`= '' COLLATE NOCASE`)}`, 8),
    other: {
      each: `+t.${column} > ''`,
      way: { sql: `t.${column} > '' COLLATE NOCASE`, exact: true, rank: 8 },
    },
  }
}

function named(column: string, { text, quoted }: Value, ask: Ask): string {
  const key = foldName(text)
  return quoted ? `${column} = ${ask.bind(key)}` : begins(column, key.replace(/\*$/, ''), ask)
}

const begins = (column: string, key: string, ask: Ask): string =>
  key === '' ? EVERYTHING.each : `${column} >= ${ask.bind(key)} AND ${column} < ${ask.bind(`${key}${TOP}`)}`
