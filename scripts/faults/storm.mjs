// Some people who all write at once: new tickets, replies, moves and edits, half of them with files.
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { openClient, textOf } from '../bench/client.mjs'

const SMALLEST = 1024
const LARGEST = 200 * 1024
const NEXT = { open: ['in_progress'], in_progress: ['open', 'on_hold'], on_hold: ['open', 'in_progress'] }

const pick = (list) => list[randomInt(list.length)]
const word = () => `w${randomUUID().replaceAll('-', '').slice(0, 14)}`

/**
 * Lets `writers` clients write until `over()` or until the server is gone. Says which answers were wrong, and which
 * requests were cut off after the server had taken them in: a crash may do that, a stop in peace may not.
 */
export async function storm(origin, ledger, { writers, over }) {
  const failures = await Promise.all(Array.from({ length: writers }, () => writer(origin, ledger, over)))
  const all = failures.filter((failure) => failure !== null)
  const words = (list) => list.map(({ message }) => message)
  return {
    wrong: words(all.filter((error) => !isGone(error))),
    cut: words(all.filter((error) => isGone(error) && error.accepted)),
  }
}

/** Writes one act after the other; the failure that ended it, if one did. */
async function writer(origin, ledger, over) {
  const client = openClient(origin, { asking: true })
  const own = []
  try {
    await client.signOn()
    while (!over()) {
      const act = own.length === 0 ? create : pick([create, reply, reply, move, edit])
      await act({ client, ledger, own, ticket: pick(own.length === 0 ? [null] : own) })
    }
    return null
  } catch (error) {
    return error
  } finally {
    client.close()
  }
}

const isGone = ({ code }) => ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code)

function someFiles() {
  const count = pick([0, 0, 1, 1, 2, 3])
  return Array.from({ length: count }, () => {
    const content = randomBytes(randomInt(SMALLEST, LARGEST))
    return { name: `${word()}.bin`, content, sha256: createHash('sha256').update(content).digest('hex') }
  })
}

const named = (files) => files.map(({ name, sha256, content }) => ({ name, sha256, size: content.length }))

function accepted({ status, body }, what) {
  if (status !== 303) throw new Error(`${what} was answered with ${status}: ${body.toString('utf8').slice(0, 200)}`)
}

async function create({ client, ledger, own }) {
  const files = someFiles()
  const [title, description] = [`Storm ${word()}`, `Said ${word()}`]
  const entry = ledger.begin({ kind: 'create', title, description, files: named(files) })
  const answer = await client.post('/tickets', { title, description, priority: 'low' }, files)
  accepted(answer, 'A new ticket')
  const ticketId = Number(answer.headers.location.split('/').at(-1))
  ledger.keep(entry, { ticketId })
  own.push({ id: ticketId, status: 'open', title, description })
}

async function reply({ client, ledger, ticket }) {
  const files = someFiles()
  const body = `Answer ${word()}`
  const entry = ledger.begin({ kind: 'reply', ticketId: ticket.id, body, files: named(files) })
  accepted(
    await client.post(`/tickets/${ticket.id}/updates`, { kind: pick(['reply', 'note']), body }, files),
    'A reply',
  )
  ledger.keep(entry)
}

async function move({ client, ledger, ticket }) {
  const to = pick(NEXT[ticket.status])
  const entry = ledger.begin({ kind: 'move', ticketId: ticket.id, to })
  accepted(
    await client.post(`/tickets/${ticket.id}/status`, {
      to,
      holdReason: to === 'on_hold' ? 'Researching solution' : '',
    }),
    'A move',
  )
  ledger.keep(entry)
  ticket.status = to
}

async function edit({ client, ledger, ticket }) {
  const page = textOf(await client.get(`/tickets/${ticket.id}/edit`))
  const base = page.match(/name="base" value="([^"]*)"/)[1].replaceAll('&quot;', '"')
  const title = `Storm ${word()}`
  const entry = ledger.begin({ kind: 'edit', ticketId: ticket.id, title })
  accepted(
    await client.post(
      `/tickets/${ticket.id}/edit`,
      { base, title, description: ticket.description, priority: 'low' },
      [],
    ),
    'An edit',
  )
  ledger.keep(entry)
  ticket.title = title
}
