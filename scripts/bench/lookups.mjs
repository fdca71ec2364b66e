// What the lists cost in the database, beside the same question written by hand for SQLite, in the same minute.
import Sqlite from 'better-sqlite3'
import { built } from './home.mjs'
import { aligned, line } from './report.mjs'
import { COMMON, RARE, USUAL } from './words.mjs'

const MOST_RATIO = 3
const MOST_COUNTED = 10_000
const PAGE = 50
const BATCH = 5
const END_MS = 300

const ADMIN = { personId: 1, name: 'Bench', role: 'admin', zone: 'Europe/London', sees: 'all', sites: null }

const COLUMNS = `t.id, t.title, t.status, t.statusKind, t.priority, t.priorityRank, t.section, t.dueAt, t.createdAt, t.updatedAt,
  t.stage1At, t.stage2At, t.stage3At, t.overdueAt, t.externalId, source.name AS source, requester.name AS requester,
  assignee.name AS assignee, site.name AS site,
  (SELECT c.kind FROM Clock c WHERE c.ticketId = t.id AND c.dueAt = t.overdueAt LIMIT 1) AS clock,
  (SELECT json_group_array(json_array(g.name, g.color)) FROM TicketTag x JOIN Tag g ON g.id = x.tagId WHERE x.ticketId = t.id) AS tags,
  (SELECT count(*) FROM "Update" u WHERE u.ticketId = t.id AND u.kind IN ('reply', 'note')) AS updates,
  (SELECT count(*) FROM Attachment a WHERE a.ticketId = t.id) AS files`
const JOINS = `LEFT JOIN Person requester ON requester.id = t.requesterId LEFT JOIN Person assignee ON assignee.id = t.assigneeId
  LEFT JOIN Site site ON site.id = t.siteId LEFT JOIN Source source ON source.id = t.sourceId`

const STRETCH = `CASE WHEN t.overdueAt IS NULL THEN CASE WHEN t.section > 0 THEN 5 ELSE 6 END WHEN t.overdueAt <= @now THEN 0
  WHEN t.stage3At <= @now THEN 1 WHEN t.stage2At <= @now THEN 2 WHEN t.stage1At <= @now THEN 3 ELSE 4 END`
const URGENCY = `${STRETCH}, t.overdueAt, CASE WHEN t.overdueAt IS NULL THEN 0 ELSE -t.priorityRank END,
  CASE WHEN t.section = 0 THEN -t.updatedAt ELSE t.updatedAt END, CASE WHEN t.section = 0 THEN -t.id ELSE t.id END`

const found = (words) => `t.id IN (SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH '${words}')`
const byMatch = (words) => `(${found(`title : ${words}`)}) DESC, ${URGENCY}`

/** `same` says that both must find the same tickets in the same order; a common word is cut off by us and not by hand. */
const LOOKUPS = [
  { name: 'active, by urgency', query: {}, where: 't.section > 0', order: URGENCY, same: true },
  {
    name: 'all, by update',
    query: { status: 'all', sort: 'updated' },
    where: '1',
    order: 't.updatedAt DESC, t.id DESC',
    same: true,
  },
  {
    name: 'all, by creation',
    query: { status: 'all', sort: 'created' },
    where: '1',
    order: 't.createdAt DESC, t.id DESC',
    same: true,
  },
  {
    name: 'all, by due date',
    query: { status: 'all', sort: 'due' },
    where: '1',
    order: 't.dueAt IS NULL, t.dueAt, t.id',
    same: true,
  },
  {
    name: 'all, by priority',
    query: { status: 'all', sort: 'priority' },
    where: '1',
    order: 't.priorityRank DESC, t.id DESC',
    same: true,
  },
  {
    name: 'closed, by update',
    query: { status: 'closed', sort: 'updated' },
    where: `t.status = 'closed'`,
    order: 't.updatedAt DESC, t.id DESC',
    same: true,
  },
  {
    name: 'one assignee',
    query: { assignee: '5' },
    where: 't.section > 0 AND t.assigneeId = 5',
    order: URGENCY,
    same: true,
  },
  { name: 'one site, all', query: { status: 'all', site: '7' }, where: 't.siteId = 7', order: URGENCY, same: true },
  {
    name: 'type and category',
    query: { q: 'type:Incident category:Network is:open' },
    where: `t.type = 'Incident' AND t.category = 'Network' AND t.section > 0 AND t.statusKind IN ('open', 'active', 'hold')`,
    order: URGENCY,
    same: true,
  },
  { name: 'overdue', query: { q: 'is:overdue' }, where: 't.overdueAt <= @now', order: URGENCY, same: true },
  {
    name: 'made this week',
    query: { q: 'created:<7d', sort: 'created' },
    where: 't.createdAt > @now - 604800000',
    order: 't.createdAt DESC, t.id DESC',
    same: true,
  },
  {
    name: 'not one priority',
    query: { q: '-priority:low', sort: 'updated' },
    where: `t.priority <> 'low'`,
    order: 't.updatedAt DESC, t.id DESC',
    same: true,
  },
  { name: 'rare word', query: { q: RARE }, where: found(RARE), order: byMatch(RARE) },
  { name: 'word in 20 %', query: { q: USUAL }, where: found(USUAL), order: byMatch(USUAL) },
  { name: 'word in 94 %', query: { q: COMMON }, where: found(COMMON), order: byMatch(COMMON) },
  {
    name: 'two words',
    query: { q: `${USUAL} ${COMMON}` },
    where: found(`${USUAL} AND ${COMMON}`),
    order: byMatch(`(${USUAL} AND ${COMMON})`),
  },
  {
    name: 'word and filter',
    query: { q: `${USUAL} priority:high` },
    where: `${found(USUAL)} AND t.priority = 'high'`,
    order: byMatch(USUAL),
  },
]

const LISTS = LOOKUPS.filter(({ name }) => ['active, by urgency', 'all, by update', 'all, by due date'].includes(name))

const ODD = [`-${COMMON}`, `-${USUAL}`, 'pr*', '-has:reply', 'tag:a*', '-created:>30d', 'tag:none', 'component:none']

const VIEWS = [
  ...['is:mine', 'is:unassigned', 'is:overdue', 'is:open', 'is:hold', 'status:resolved', 'due:today', 'created:<7d'],
  ...['priority:>=high is:open', 'tag:vpn', 'tag:a*', 'site:7', 'site:7 is:open', 'assignee:5', 'requester:77'],
  ...['type:Incident category:Network', 'source:local is:open', `${USUAL} is:open`, 'has:attachment', 'section:1'],
]

/** Prints what each lookup takes in ms, ours and by hand, and answers the figures. */
export async function benchLookups(config, { seconds }) {
  const [{ openDatabase }, { pageReader }, { listQuery }] = await Promise.all([
    built('db/database'),
    built('features/tickets/list/queries'),
    built('features/tickets/list/schema'),
  ])
  const database = new Sqlite(config.databaseFile, { readonly: true })
  const db = openDatabase(config.databaseFile)
  const begun = Date.now()
  // Pages are kept for a second, so each look is at a later one.
  let looks = 0
  const desk = { db, config, clock: { now: () => begun + looks * 2000 } }
  const read = pageReader(desk)
  const ours = (query) => {
    looks += 1
    return read(ADMIN, query)
  }
  const figures = LOOKUPS.map(({ name, query, where, order, same = false }) => {
    const asked = listQuery.parse(query)
    const byHand = handWritten(database, { where, order })
    if (same) compare(name, ours(asked).rows, byHand(begun + looks * 2000))
    const ms = (seconds * 1000) / LOOKUPS.length
    const took = taken({ ours: () => ours(asked), byHand: () => byHand(begun) }, ms)
    return { name, ...took, ratio: took.ours / took.byHand }
  })
  const ends = endsOf(LISTS, { ours, listQuery })
  const odd = oddOf({ ours, listQuery })
  const sidebar = await sidebarOf(desk)
  database.close()
  await db.close()
  console.log(`\n${aligned([['lookup', 'ours ms', 'by hand ms', 'ratio', 'at most 3'], ...figures.map(rowOf)])}`)
  const rows = [
    ...ends.map(({ name, ratio }) => line(`last page of ${name}, beside its first`, ratio, { most: 1.5, unit: '×' })),
    line(`counts of ${VIEWS.length} views in a sidebar`, sidebar, { most: 15, unit: 'ms' }),
    ...odd.map(({ name, ms }) => line(name, ms, { most: 6, unit: 'ms' })),
  ]
  console.log(`\n${aligned([['', 'value', 'target', ''], ...rows])}`)
  return { figures, ends, sidebar, odd }
}

/** How much longer the last page of a list takes than its first. */
function endsOf(lists, { ours, listQuery }) {
  return lists.map(({ name, query }) => {
    const [first, last] = [listQuery.parse(query), listQuery.parse({ ...query, end: '1' })]
    const took = taken({ first: () => ours(first), last: () => ours(last) }, END_MS)
    return { name, ratio: took.last / took.first }
  })
}

/** What no index leads to is asked of very many tickets; it is shown rather than left out. */
function oddOf({ ours, listQuery }) {
  return ODD.map((q) => {
    const query = listQuery.parse({ q, status: 'all' })
    return { name: `seldom asked: ${q}`, ms: taken({ it: () => ours(query) }, END_MS).it }
  })
}

/** All views of a sidebar, counted as after a change, in ms. */
async function sidebarOf(desk) {
  const { viewCounter } = await built('features/views/queries')
  const count = () => {
    const counter = viewCounter(desk)
    for (const query of VIEWS) counter(ADMIN, { query, order: '' })
  }
  return taken({ count }, END_MS).count
}

const rowOf = ({ name, ours, byHand, ratio }) => [
  name,
  ours.toFixed(2),
  byHand.toFixed(2),
  ratio.toFixed(2),
  ratio <= MOST_RATIO ? 'ok' : 'over',
]

function handWritten(database, { where, order }) {
  const count = database
    .prepare(`SELECT count(*) FROM (SELECT 1 FROM Ticket t WHERE ${where} LIMIT ${MOST_COUNTED})`)
    .pluck()
  const page = database.prepare(
    `SELECT ${COLUMNS} FROM (SELECT t.id FROM Ticket t WHERE ${where} ORDER BY ${order} LIMIT ${PAGE}) wanted
     JOIN Ticket t ON t.id = wanted.id ${JOINS}`,
  )
  const bound = (statement, now) => (statement.source.includes('@now') ? [{ now }] : [])
  return (now) => ({ total: count.get(...bound(count, now)), rows: page.all(...bound(page, now)) })
}

function compare(name, rows, { rows: expected }) {
  const ids = (list) => list.map(({ id }) => id).join(' ')
  if (ids(rows) !== ids(expected))
    throw new Error(`${name}: another list than by hand.\n${ids(rows)}\n${ids(expected)}`)
}

/** The medians, in ms; the two take turns, so that a busy moment of the machine falls on both. */
function taken(looks, ms) {
  const times = Object.fromEntries(Object.keys(looks).map((name) => [name, []]))
  const end = performance.now() + ms
  do {
    for (const [name, look] of Object.entries(looks)) {
      for (let turn = 0; turn < BATCH; turn += 1) {
        const begun = performance.now()
        look()
        times[name].push(performance.now() - begun)
      }
    }
  } while (performance.now() < end)
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [name, list.sort((one, other) => one - other)[list.length >> 1]]),
  )
}
