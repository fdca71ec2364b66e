// The life of one ticket: who, what, when, and what it says, all decided by the dice.
import { between, COMMON, pick, RARE, sentence, USUAL } from './words.mjs'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const RECENT_MS = 40 * DAY_MS
const PAST_MS = 5 * 365 * DAY_MS

/** How many of `size` tickets are still being worked on. */
export const activeOf = (size) => Math.min(size, Math.max(300, Math.round(size * 0.03)))

/** When the ticket began, and whether it still goes on: every other one of the newest does. */
export function beginning(random, { index, size, now }) {
  const newest = activeOf(size) * 2
  const age = size - index
  const recent = age <= newest
  const share = recent ? age / newest : (age - newest) / Math.max(size - newest, 1)
  // Most of what is being worked on is only days old.
  const createdAt = Math.floor(now - HOUR_MS - (recent ? share ** 3 * RECENT_MS : RECENT_MS + share * PAST_MS))
  return { createdAt, fate: recent && index % 2 === 0 ? pick(random, LIVING) : pick(random, ENDED) }
}

const LIVING = ['new', 'new', 'new', 'open', 'open', 'working', 'working', 'working', 'held', 'held', 'resolved']
const ENDED = ['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'cancelled']

const WAYS = {
  new: [],
  open: ['open'],
  working: ['open', 'in_progress'],
  held: ['open', 'in_progress', 'on_hold'],
  resolved: ['open', 'in_progress', 'resolved'],
  closed: ['open', 'in_progress', 'resolved', 'closed'],
  cancelled: ['open', 'cancelled'],
}

/** The statuses it went through and the instants at which it entered each, none of them later than `now`. */
export function courseOf(random, { createdAt, fate, now }) {
  const way = fate === 'new' ? ['open'] : WAYS[fate]
  let at = createdAt
  return way.map((status, index) => {
    if (index > 0) at = Math.min(now - MINUTE_MS, at + between(random, 10, 2 * 24 * 60) * MINUTE_MS)
    return { status, from: way[index - 1] ?? null, at }
  })
}

/** The first reply, by somebody who works on tickets; null where nobody has answered yet. */
export function replyAt(random, { createdAt, fate, now }) {
  if (fate === 'new' || (fate === 'cancelled' && random() < 0.5)) return null
  return Math.min(now - MINUTE_MS, createdAt + between(random, 5, 24 * 60) * MINUTE_MS)
}

export const dueAt = (random, { fate, createdAt, now }) => {
  if (random() > 0.3) return null
  const days = between(random, -4, 45)
  return fate === 'closed' || fate === 'cancelled' ? createdAt + (days + 5) * DAY_MS : now + days * DAY_MS
}

/** The texts of a ticket; the words that are searched for are strewn in as often as their names say. */
export function textsOf(random, draw, { index, size }) {
  const rare = index % Math.ceil(size / 10) === 0 ? ` ${RARE}` : ''
  const usual = random() < 0.2 ? ` ${USUAL}` : ''
  const common = random() < 0.94 ? ` ${COMMON}` : ''
  return {
    title: sentence(draw, between(random, 4, 9)).slice(0, -1),
    description: `${sentence(draw, between(random, 12, 24))}${usual}${common}\n\n${sentence(draw, between(random, 8, 16))}${rare}`,
  }
}

/** Four entries of a timeline: that it was opened, two things people wrote, and what the ticket did last. */
export function timelineOf(random, draw, ticket) {
  const { agent, requester, createdAt, firstRespondedAt, updatedAt, title, course } = ticket
  const middle = Math.floor((createdAt + updatedAt) / 2)
  const said = () => sentence(draw, between(random, 8, 30))
  const last = course.at(-1)
  const system = (at, changes) => ({ kind: 'system', author: agent, body: '', changes: JSON.stringify(changes), at })
  return [
    system(createdAt, [{ field: 'created', from: null, to: title }]),
    {
      kind: 'reply',
      author: firstRespondedAt === null ? requester : agent,
      body: said(),
      changes: null,
      at: firstRespondedAt ?? middle,
    },
    {
      kind: random() < 0.5 ? 'note' : 'reply',
      author: agent,
      body: said(),
      changes: null,
      at: Math.max(middle, firstRespondedAt ?? 0),
    },
    last.from === null || random() < 0.3
      ? { kind: 'note', author: agent, body: said(), changes: null, at: updatedAt }
      : system(last.at, [{ field: 'status', from: last.from, to: last.status }]),
  ]
}
