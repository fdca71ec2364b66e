// What the question who may see what adds to a list: an agent of 200 sites beside an admin, who sees everything.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { openClient, textOf } from './client.mjs'
import { built, layHome } from './home.mjs'
import { freePort, startPennant, stopServer } from './process.mjs'
import { aligned, line } from './report.mjs'
import { seedHome } from './seed.mjs'

const PASSWORD = 'the crane by the harbour is blue'
const CONFIG = { preset: 'team', company: 'Bench', time_zone: 'Europe/London', access: { sign_in: true } }
const ADMIN = 1
const AGENT = 2
const LISTS = [
  ['list', '/tickets'],
  ['list, all by update', '/tickets?status=all&sort=updated'],
]
const ROUNDS = 200

/** Prints what each list costs the agent more than the admin, and answers it in percent. */
export async function benchSites(home, { size }) {
  await layHome(home)
  const { databaseFile } = await seedHome(home, { size, say: () => undefined })
  writeFileSync(path.join(home, 'config/config.json'), JSON.stringify(CONFIG))
  await letIn(databaseFile)
  const pennant = await startPennant(home, await freePort())
  try {
    const [admin, agent] = [await enter(pennant.origin, ADMIN), await enter(pennant.origin, AGENT)]
    const figures = []
    for (const [name, at] of LISTS) figures.push({ name, ...(await compared(at, { admin, agent })) })
    for (const client of [admin, agent]) client.close()
    console.log(`\nlists as an agent of 200 sites\n${aligned(rowsOf(figures))}`)
    return figures
  } finally {
    await stopServer(pennant)
  }
}

async function letIn(databaseFile) {
  const { hashPassword } = await built('lib/passwords')
  const passwordHash = await hashPassword(PASSWORD)
  const database = new Sqlite(databaseFile)
  const change = database.prepare('UPDATE Person SET passwordHash = ?, email = ?, emailKey = ? WHERE id = ?')
  for (const id of [ADMIN, AGENT]) change.run(passwordHash, mailOf(id), mailOf(id), id)
  database.prepare('INSERT OR IGNORE INTO SiteMember (siteId, personId) SELECT id, ? FROM Site').run(AGENT)
  database.close()
}

const mailOf = (id) => `bench${id}@example.com`

async function enter(origin, id) {
  const client = openClient(origin)
  const token = /name="_csrf" value="([^"]+)"/.exec(textOf(await client.get('/sign-in')))?.[1] ?? ''
  const { status } = await client.post('/sign-in', { _csrf: token, email: mailOf(id), password: PASSWORD, next: '' })
  if (status !== 303) throw new Error(`Signing in was answered with ${status}.`)
  return client
}

/** The median of each in turns, in ms, so that both meet the same machine. */
async function compared(at, { admin, agent }) {
  const times = { admin: [], agent: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    times.admin.push(await timed(admin, at))
    times.agent.push(await timed(agent, at))
  }
  const [all, some] = [median(times.admin), median(times.agent)]
  return { all, some, share: ((some - all) / all) * 100 }
}

async function timed(client, at) {
  const begun = performance.now()
  const { status } = await client.get(at)
  if (status !== 200) throw new Error(`A page was answered with ${status}.`)
  return performance.now() - begun
}

const median = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0

const rowsOf = (figures) => [
  ['', 'value', 'target', ''],
  ...figures.flatMap(({ name, all, some, share }) => [
    [`${name}: admin`, `${all.toFixed(2)} ms`, '', ''],
    [`${name}: agent`, `${some.toFixed(2)} ms`, '', ''],
    line(`${name}: more`, share, { most: 5, unit: '%' }),
  ]),
]
