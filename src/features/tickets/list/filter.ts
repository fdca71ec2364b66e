import type { Actor } from '#domain/actor.ts'
import { parseNumber } from '#domain/numbers.ts'
import { rankOf, type Priority } from '#domain/priority.ts'
import { matchOf, type Match } from '#domain/search-terms.ts'
import { isFinal } from '#domain/status.ts'
import { foldName } from '#domain/text.ts'
import type { Config } from '#config/config.ts'
import { dayEnd, dayStart } from '#lib/zones.ts'
import type { Parameters } from '#db/sqlite/reads.ts'
import { visibleSql } from '#features/tickets/queries.ts'
import type { Role } from '#domain/access.ts'
import { customClause, type CustomFilter } from './custom.ts'
import type { ListQuery } from './schema.ts'

const OPEN_TO_CLIENTS = ['title', 'description', 'people', 'tags', 'links', 'files', 'replies']

export type Filter = {
  readonly where: string
  /** The same condition, quick to ask of one ticket after the other rather than to look up. */
  readonly each: string
  readonly bind: Parameters
  /** For whom the rows are. */
  readonly role: Role
  /** Whether a word, a tag, a requester or a site is looked for, or somebody's own work: then the matches are often few, and found first. */
  readonly narrow: boolean
  /** Whether one section alone is asked for. */
  readonly sectioned: boolean
  /** Words that are looked for everywhere, and the conditions beside them: the full text can then be walked first. */
  readonly words: { readonly beside: string; readonly whole: string } | null
  /** Whether only tickets are asked for that are off the board. */
  readonly over: boolean
}
type Clause = { readonly sql: string; readonly each?: string; readonly bind?: Parameters }

export type FilterInput = Pick<
  ListQuery,
  | 'q'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'requester'
  | 'tags'
  | 'tagMode'
  | 'section'
  | 'site'
  | 'project'
  | 'source'
  | 'from'
  | 'to'
> & { readonly custom?: readonly CustomFilter[] }

/** The tickets a list asks for, as far as this actor may see them: one condition over `Ticket t`. */
export function filterSql(query: FilterInput, actor: Actor, config: Config): Filter {
  const { numberFormat } = config.tickets
  const custom = query.custom ?? []
  const visible = visibleSql(actor)
  const match = matchOf(query.q, actor.role === 'client' ? OPEN_TO_CLIENTS : undefined)
  const clauses = [
    { sql: visible.where, bind: visible.bind },
    words(query.q, match, parseNumber(query.q, numberFormat)),
    status(query.status),
    priority(query.priority, config.priorities),
    query.section === '' ? null : { sql: 't.section = @section', bind: { section: Number(query.section) } },
    assignee(query.assignee, actor),
    requester(query.requester, actor),
    tags(query.tags, query.tagMode),
    number('t.siteId', 'site', query.site),
    number('t.projectId', 'project', query.project),
    source(query.source),
    query.from === '' ? null : { sql: 't.createdAt >= @from', bind: { from: dayStart(query.from, actor.zone) } },
    query.to === '' ? null : { sql: 't.createdAt < @to', bind: { to: dayEnd(query.to, actor.zone) } },
    ...custom.map((one, index) => customClause(one, actor.role, index)),
  ].filter((clause): clause is Clause => clause !== null && clause.sql !== '1')

  const everywhere = query.status === 'all' && query.section === '' && parseNumber(query.q, numberFormat) === null
  const inWork = query.status === 'active' || query.section !== ''
  const beside = clauses.filter(({ bind }) => bind?.match === undefined)
  return {
    where: joined(clauses),
    each: joined(clauses.map(({ sql, each }) => ({ sql: each ?? sql }))),
    bind: Object.assign({}, ...clauses.map(({ bind }) => bind ?? {})) as Parameters,
    role: actor.role,
    narrow:
      actor.sees === 'own' ||
      (inWork && query.assignee !== '' && query.assignee !== 'none') ||
      query.q !== '' ||
      query.tags.length > 0 ||
      query.requester !== '' ||
      query.site !== '' ||
      query.project !== '' ||
      custom.length > 0,
    sectioned: query.section !== '',
    words:
      everywhere && match !== null && beside.length < clauses.length
        ? { beside: joined(beside), whole: match.whole }
        : null,
    over: config.workflow.some(({ key, kind }) => key === query.status && isFinal(kind)),
  }
}

const joined = (clauses: readonly Clause[]): string => clauses.map(({ sql }) => sql).join(' AND ') || '1'

const REMOTE_NUMBER = 'SELECT m.id FROM Ticket m WHERE m.sourceId IN (SELECT id FROM Source) AND m.externalId = @remote'

/** Full text, or the number somebody typed. */
function words(typed: string, match: Match | null, id: number | null): Clause | null {
  if (typed === '') return null
  if (match === null) return id === null ? { sql: '0' } : { sql: 't.id = @number', bind: { number: id } }

  // A mirrored ticket is known by its number there as well.
  const found = 't.id IN (SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH @match)'
  return id === null
    ? { sql: found, bind: { match: match.begun } }
    : {
        sql: `(t.id = @number OR t.id IN (${REMOTE_NUMBER}) OR ${found})`,
        bind: { match: match.begun, number: id, remote: String(id) },
      }
}

/** By its rank, which the indexes of the board hold; the plus keeps the planner from walking all of one priority. */
function priority(key: string, priorities: readonly Priority[]): Clause | null {
  if (key === '') return null
  return priorities.some((one) => one.key === key)
    ? { sql: '+t.priorityRank = @priority', bind: { priority: rankOf(priorities, key) } }
    : { sql: 't.priority = @priority', bind: { priority: key } }
}

function status(key: string): Clause | null {
  if (key === 'all' || key === '') return null
  return key === 'active' ? { sql: 't.section > 0' } : { sql: 't.status = @status', bind: { status: key } }
}

function assignee(who: string, actor: Actor): Clause | null {
  if (who === '') return null
  if (who === 'none') return { sql: 't.assigneeId IS NULL' }
  if (who === 'me') return { sql: 't.assigneeId = @assignee', bind: { assignee: actor.personId ?? -1 } }
  return number('t.assigneeId', 'assignee', who)
}

function requester(who: string, actor: Actor): Clause | null {
  if (who === '') return null
  if (who === 'me') return { sql: 't.requesterId = @requester', bind: { requester: actor.personId ?? -1 } }
  if (/^#?\d+$/.test(who)) return number('t.requesterId', 'requester', who.replace('#', ''))

  const key = foldName(who)
  return {
    sql: 't.requesterId IN (SELECT coalesce(mergedIntoId, id) FROM Person WHERE nameKey >= @person AND nameKey < @personEnd OR emailKey = @person)',
    bind: { person: key, personEnd: `${key}\u{10FFFF}` },
  }
}

function tags(names: readonly string[], mode: 'any' | 'all'): Clause | null {
  if (names.length === 0) return null

  const bind = Object.fromEntries(names.map((name, index) => [`tag${index}`, foldName(name)]))
  const list = names.map((_name, index) => `@tag${index}`).join(', ')
  const tagged = `x.tagId IN (SELECT id FROM Tag WHERE nameKey IN (${list}))`
  const count = new Set(Object.values(bind)).size
  return mode === 'all'
    ? {
        sql: `t.id IN (SELECT x.ticketId FROM TicketTag x WHERE ${tagged} GROUP BY x.ticketId HAVING count(*) = ${count})`,
        each: `(SELECT count(*) FROM TicketTag x WHERE x.ticketId = t.id AND ${tagged}) = ${count}`,
        bind,
      }
    : {
        sql: `t.id IN (SELECT x.ticketId FROM TicketTag x WHERE ${tagged})`,
        each: `EXISTS (SELECT 1 FROM TicketTag x WHERE x.ticketId = t.id AND ${tagged})`,
        bind,
      }
}

function source(key: string): Clause | null {
  if (key === '') return null
  return key === 'local' ? { sql: 't.sourceId IS NULL' } : number('t.sourceId', 'source', key)
}

// An address may name what never was; then nothing is found.
function number(column: string, name: string, text: string): Clause | null {
  if (text === '') return null
  return /^\d{1,15}$/.test(text) ? { sql: `${column} = @${name}`, bind: { [name]: Number(text) } } : { sql: '0' }
}
