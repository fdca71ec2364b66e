// The rows of a database: by prepared statements, but where each ticket stands and how it is searched for by the
// program's own rules.
import Sqlite from 'better-sqlite3'
import { built } from './home.mjs'
import { beginning, courseOf, dueAt, replyAt, textsOf, timelineOf } from './life.mjs'
import { between, dice, nameFrom, pick, wordsFrom } from './words.mjs'

const BATCH = 5000
const DAY_MS = 86_400_000
const PEOPLE = 2000
const AGENTS = 20
const SITES = 200
const PROJECTS = 40
const TAGS = 300

/** Fills an empty database with so many tickets, as they would stand at `now`. */
export async function fill(file, { size, say, config, now }) {
  const database = new Sqlite(file)
  for (const pragma of ['synchronous = OFF', 'cache_size = -400000', 'temp_store = MEMORY', 'foreign_keys = ON'])
    database.pragma(pragma)
  const random = dice(size)
  const draw = wordsFrom(random)
  const scene = { random, draw, size, now, config, rules: await rulesOf(config), insert: inserts(database) }
  const people = database.transaction(() => seedPlaces(scene))()
  const { FLUSH_SEARCH_INDEX } = await built('db/sqlite/search-index')
  for (let from = 1; from <= size; from += BATCH) {
    const to = Math.min(from + BATCH - 1, size)
    database.transaction(() => {
      for (let index = from; index <= to; index += 1) seedTicket({ ...scene, people, index })
      for (const statement of FLUSH_SEARCH_INDEX) database.exec(statement)
    })()
    if (to % 100_000 === 0 && size > 100_000) say(`  ${to.toLocaleString('en')} tickets …`)
  }
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}

async function rulesOf(config) {
  const [{ standingOf }, clocks, sets, { clockEffects }, { priorityOf }, { statusOf }] = await Promise.all(
    ['domain/standing', 'domain/clocks', 'domain/clock-set', 'domain/workflow', 'domain/priority', 'domain/status'].map(
      built,
    ),
  )
  return {
    priority: (key) => priorityOf(config.priorities, key),
    standing: (ticket, running) => standingOf(ticket, running, config),
    start: (priority, at) => clocks.startClocks(priority, at, config.calendar),
    respond: (running, at) => sets.respondClocks(running, at, config.calendar),
    move: (running, { from, status, at }) => {
      const effects = clockEffects(statusOf(config.workflow, from), statusOf(config.workflow, status))
      return sets.moveClocks(running, { effects, at, pauseReason: 'Awaiting customer response' }, config.calendar)
    },
  }
}

/** One prepared statement a table; each takes its row as an object and answers with the id. */
function inserts(database) {
  const known = new Map()
  return (table, row) => {
    let statement = known.get(table)
    if (!statement) {
      const names = Object.keys(row)
      statement = database.prepare(
        `INSERT INTO "${table}" (${names.map((name) => `"${name}"`)}) VALUES (${names.map((name) => `@${name}`)})`,
      )
      known.set(table, statement)
    }
    return Number(statement.run(row).lastInsertRowid)
  }
}

/** The people, of whom the first is the owner and the next are agents, and the places and tags there are. */
function seedPlaces({ random, draw, insert, config, now }) {
  const createdAt = now - 6 * 365 * DAY_MS
  const people = [
    config.submitter,
    ...Array.from({ length: AGENTS + PEOPLE }, () => `${nameFrom(draw)} ${nameFrom(draw)}`),
  ]
  people.forEach((name, index) => {
    const email = index === 0 ? null : `person${index}@example.com`
    insert('Person', {
      name,
      nameKey: name.toLowerCase(),
      email,
      emailKey: email,
      role: index === 0 ? 'admin' : index <= AGENTS ? 'agent' : 'client',
      createdAt,
    })
  })
  for (let site = 1; site <= SITES; site += 1) {
    const name = `${nameFrom(draw)} House ${site}`
    insert('Site', { name, nameKey: name.toLowerCase(), createdAt })
  }
  for (let project = 1; project <= PROJECTS; project += 1) {
    const name = `Project ${nameFrom(draw)} ${project}`
    insert('Project', { name, nameKey: name.toLowerCase(), siteId: between(random, 1, SITES), createdAt })
  }
  for (let tag = 1; tag <= TAGS; tag += 1) {
    const name = `${draw()}-${tag}`
    insert('Tag', { name, nameKey: name, color: tag % 3 === 0 ? '#38bdf8' : null })
  }
  return people.map((name, index) => ({ id: index + 1, name }))
}

function seedTicket(scene) {
  const { random, draw, people, insert, rules, now, config, index } = scene
  const life = { ...beginning(random, scene), now }
  const course = courseOf(random, life)
  const firstRespondedAt = replyAt(random, life)
  const priority = rules.priority(pick(random, config.priorities).key)
  const clocks = clocksOf(scene, { ...life, course, firstRespondedAt, priority })
  const last = course.at(-1)
  const ended = course.find(({ status }) => ['resolved', 'cancelled'].includes(status))
  const placed = {
    status: last.status,
    priority: priority.key,
    dueAt: dueAt(random, life),
    createdAt: life.createdAt,
    ageReferenceAt: life.createdAt,
    firstRespondedAt,
  }
  const texts = textsOf(random, draw, scene)
  const agent = people[between(random, 1, AGENTS)]
  const requester = people[between(random, AGENTS + 1, AGENTS + PEOPLE)]
  const updatedAt = Math.max(last.at, firstRespondedAt ?? 0) + 60_000
  insert('Ticket', {
    id: index,
    ...texts,
    ...placed,
    ...rules.standing(placed, clocks),
    holdReason: last.status === 'on_hold' ? 'Awaiting customer response' : null,
    type: pick(random, config.types),
    category: pick(random, config.categories),
    requesterId: requester.id,
    assigneeId: random() < 0.15 ? null : agent.id,
    createdById: requester.id,
    siteId: random() < 0.2 ? null : between(random, 1, SITES),
    projectId: random() < 0.1 ? between(random, 1, PROJECTS) : null,
    updatedAt,
    resolvedAt: ended?.at ?? null,
    resolvedById: ended ? agent.id : null,
    closedAt: ['closed', 'cancelled'].includes(last.status) ? last.at : null,
  })
  seedHistory(scene, { ...life, ...texts, course, clocks, firstRespondedAt, updatedAt, agent, requester })
}

function clocksOf({ rules }, { createdAt, course, firstRespondedAt, priority }) {
  const started = rules.start(priority, createdAt)
  const answered = firstRespondedAt === null ? started : rules.respond(started, firstRespondedAt)
  return course.slice(1).reduce((running, step) => rules.move(running, step), answered)
}

function seedHistory({ random, draw, people, insert, index }, ticket) {
  const ticketId = index
  for (const { author, at, ...update } of timelineOf(random, draw, ticket)) {
    insert('Update', { ticketId, ...update, authorId: author.id, authorName: author.name, createdAt: at })
  }
  for (const { from, status, at } of ticket.course) {
    insert('StatusChange', {
      ticketId,
      from,
      to: status,
      reason: status === 'on_hold' ? 'Awaiting customer response' : null,
      actorId: ticket.agent.id,
      createdAt: at,
    })
  }
  for (const { pauses, met, ...clock } of ticket.clocks) {
    const clockId = insert('Clock', { ticketId, ...clock, met: met === null ? null : Number(met) })
    for (const pause of pauses) insert('ClockPause', { clockId, ...pause })
  }
  for (const tagId of some(random, [0, 1, 1, 2, 3], TAGS)) insert('TicketTag', { ticketId, tagId })
  for (const nth of some(random, [0, 0, 0, 1, 2], PEOPLE))
    insert('Watcher', { ticketId, personId: people[AGENTS + nth].id })
  if (random() < 0.2)
    insert('TicketLink', { ticketId, url: `https://wiki.example.com/${draw()}/${index}`, label: null })
}

const some = (random, counts, most) =>
  new Set(Array.from({ length: pick(random, counts) }, () => between(random, 1, most)))
