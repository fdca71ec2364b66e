// What is measured, and what each page must keep to.
import { between, COMMON, dice, pick, RARE, USUAL } from './words.mjs'

const PAGES_ON = 20
const get = (path) => ({ method: 'GET', path })
const LETTERS = [1, 3, 8]
const TYPED = 'gateway please'
const OF_ALL = 'type:Incident+category:Network+priority:high'
const FILTERED = { p50: 6, p99: 20 }
const listPage = { floors: 4, p50: 5, p99: 20, packedKb: 12 }

/**
 * Every case asks with `next()`; `first()` runs before each request and is not measured. Targets are the most that is
 * allowed: `floors` times the CPU time of the floor, ms for p50 and p99, KB as sent.
 */
export function casesOf({ client, size, deep, active, touch, posting }) {
  const random = dice(99)
  const anyId = () => between(random, 1, size)
  const typed = (path) => ({ ...get(path), headers: { accept: 'application/json' } })
  const page = (name, next, targets, more = {}) => ({
    name,
    next: () => client.send(next()),
    targets,
    status: 200,
    ...more,
  })
  const form = (name, next, targets) => ({ name, next, targets, status: 303 })
  return [
    page('board', () => get('/'), { floors: 4, p50: 5, p99: 20 }),
    page('board, after a change', () => get('/'), { p50: 5, p99: 20 }, { first: touch }),
    page('list', () => get('/tickets'), listPage),
    page('list, after a change', () => get('/tickets'), { p50: 5, p99: 20 }, { first: touch }),
    page(`list, ${PAGES_ON} pages on`, () => get(deep), listPage),
    page('list, the end', () => get('/tickets?status=all&end=1'), listPage),
    page('list, all by update', () => get('/tickets?status=all&sort=updated'), listPage),
    page('list, closed', () => get('/tickets?status=closed'), listPage),
    page('list, one assignee', () => get(`/tickets?assignee=${between(random, 2, 21)}`), listPage),
    page('list, one site, all', () => get(`/tickets?status=all&site=${between(random, 1, 200)}`), listPage),
    page('list, two tags, all', () => get(`/tickets?status=all&tags=${posting.tags(random, 2)}`), listPage),
    page('list, one priority', () => get('/tickets?priority=high&sort=updated'), listPage),
    page('ticket', () => get(`/tickets/${anyId()}`), { p50: 4, p99: 20 }),
    page('ticket, active', () => get(`/tickets/${pick(random, active)}`), { p50: 4, p99: 20 }),
    page('explanation', () => get(`/tickets/${pick(random, active)}/explanation`), { p50: 4, p99: 20 }),
    page('search, rare word', () => get(`/tickets?q=${RARE}`), { p50: 10, p99: 20 }),
    page('search, word in 20 %', () => get(`/tickets?q=${USUAL}`), { p50: 10, p99: 20 }),
    page('search, word in 94 %', () => get(`/tickets?q=${COMMON}`), { p50: 10, p99: 20 }),
    page('search, 94 %, after a change', () => get(`/tickets?q=${COMMON}`), { p50: 15, p99: 30 }, { first: touch }),
    page('search, two words', () => get(`/tickets?q=${USUAL}+${COMMON}`), { p50: 10, p99: 20 }),
    ...LETTERS.map((count) =>
      page(`as you type, ${count}`, () => typed(`/find?q=${encodeURIComponent(TYPED.slice(0, count))}`), {
        p50: 8,
        p99: 20,
      }),
    ),
    page('as you type, a value', () => typed('/find/completions?q=requester%3Aan&at=12'), { p50: 8, p99: 20 }),
    page('search, not a word', () => get(`/tickets?q=-${USUAL}&status=all`), listPage),
    page('search, word and site', () => get(`/tickets?q=${USUAL}+site:${between(random, 1, 200)}`), {
      p50: 12,
      p99: 20,
    }),
    page('filter, three of all', () => get(`/tickets?status=all&q=${OF_ALL}`), FILTERED),
    page('filter, three of all, by due', () => get(`/tickets?status=all&sort=due&q=${OF_ALL}`), FILTERED),
    page('filter, a year, by creation', () => get('/tickets?status=all&sort=created&q=created:2025'), FILTERED),
    page('filter, tags that begin so', () => get('/tickets?status=all&q=tag:a*'), FILTERED),
    page('list in groups', () => get('/tickets?group=assignee'), { p50: 30, p99: 60 }),
    page('all in groups', () => get('/tickets?status=all&group=status'), { p50: 30, p99: 60 }),
    page('new ticket, form', () => get('/tickets/new'), { p50: 5, p99: 20 }),
    form('new ticket', () => client.post('/tickets', posting.ticket(random)), { p50: 8, p99: 40 }),
    form('reply', () => client.post(`/tickets/${pick(random, active)}/updates`, posting.reply(random)), {
      p50: 8,
      p99: 40,
    }),
  ]
}

/** The address that following "next page" so many times leads to. */
export async function pagesOn(read, path = '/tickets?status=all') {
  let at = path
  for (let step = 0; step < PAGES_ON; step += 1) {
    const next = (await read(at)).match(/href="([^"]+)"[^>]*aria-label="Next page"/)?.[1]
    if (!next) break
    at = next.replaceAll('&amp;', '&')
  }
  return at
}
