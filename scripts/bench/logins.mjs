// What a storm of sign-ins costs everybody else: a hundred people arrive at once, somebody looks at lists all the while.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { openClient, textOf } from './client.mjs'
import { built, layHome } from './home.mjs'
import { freePort, startPennant, stopServer } from './process.mjs'
import { aligned, line } from './report.mjs'
import { seedHome } from './seed.mjs'

const PEOPLE = 100
const TICKETS = 5000
const PASSWORD = 'the crane by the harbour is blue'
const CONFIG = { preset: 'team', company: 'Bench', time_zone: 'Europe/London', access: { sign_in: true } }

/** Prints the figures of a hundred sign-ins at once, and answers them. */
export async function benchLogins(home) {
  await layHome(home)
  const { databaseFile } = await seedHome(home, { size: TICKETS, say: () => undefined })
  writeFileSync(path.join(home, 'config/config.json'), JSON.stringify(CONFIG))
  await addPeople(databaseFile)
  const pennant = await startPennant(home, await freePort())
  try {
    const figures = await measured(pennant.origin)
    console.log(`\n${PEOPLE} sign-ins at once\n${aligned(rowsOf(figures))}`)
    return figures
  } finally {
    await stopServer(pennant)
  }
}

async function addPeople(databaseFile) {
  const { hashPassword } = await built('lib/passwords')
  const database = new Sqlite(databaseFile)
  const add = database.prepare(
    `INSERT INTO Person (name, nameKey, email, emailKey, role, passwordHash, createdAt) VALUES (?, ?, ?, ?, 'admin', ?, 0)`,
  )
  const passwordHash = await hashPassword(PASSWORD)
  for (let at = 0; at <= PEOPLE; at += 1) add.run(`Login ${at}`, `login ${at}`, mailOf(at), mailOf(at), passwordHash)
  database.close()
}

const mailOf = (at) => `login${at}@example.com`

async function measured(origin) {
  const watcher = openClient(origin)
  await signIn(watcher, await knock(watcher), 0)
  const quiet = await watch(watcher, new Promise((resolve) => setTimeout(resolve, 2000)))

  const clients = Array.from({ length: PEOPLE }, () => openClient(origin))
  const tokens = []
  for (const client of clients) tokens.push(await knock(client))
  const begun = performance.now()
  const storm = Promise.all(clients.map((client, at) => signIn(client, tokens[at], at + 1)))
  const during = await watch(watcher, storm)
  const statuses = await storm
  const ms = performance.now() - begun
  for (const client of [watcher, ...clients]) client.close()
  return { quiet: p99(quiet), during: p99(during), ms, came: statuses.filter((status) => status === 303).length }
}

const tokenIn = (page) => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''

const knock = async (client) => tokenIn(textOf(await client.get('/sign-in')))

async function signIn(client, token, at) {
  const { status } = await client.post('/sign-in', { _csrf: token, email: mailOf(at), password: PASSWORD, next: '' })
  return status
}

/** How long each page took until `end`, in ms. */
async function watch(client, end) {
  const times = []
  let over = false
  void end.then(() => (over = true))
  while (!over) {
    const begun = performance.now()
    const { status } = await client.get(times.length % 2 === 0 ? '/tickets' : '/')
    if (status !== 200) throw new Error(`A page was answered with ${status}.`)
    times.push(performance.now() - begun)
  }
  return times
}

const p99 = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0

const rowsOf = ({ quiet, during, ms, came }) => [
  ['', 'value', 'target', ''],
  line('people signed in', came, { least: PEOPLE, unit: 'of 100' }),
  line('until the last was in', ms / 1000, { most: 10, unit: 's' }),
  line('p99 of pages without it', quiet, { most: 50, unit: 'ms' }),
  line('p99 of pages meanwhile', during, { most: 500, unit: 'ms' }),
]
