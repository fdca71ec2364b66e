import { statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { casesOf, pagesOn } from './cases.mjs'
import { openClient, textOf } from './client.mjs'
import { benchLookups } from './lookups.mjs'
import { figuresOf, measure, sheet } from './measure.mjs'
import { freePort, memoryMbOf, startPennant, startServer, stopServer } from './process.mjs'
import { aligned, line, table } from './report.mjs'
import { seedHome } from './seed.mjs'
import { between, pick, sentence, wordsFrom } from './words.mjs'

const STARTS = 3
const WARM_SHARE = 0.4
const WRITERS = 8
const MEGABYTE = 1024 * 1024

/** Measures one size in an empty folder, prints it and gives the figures back. */
export async function bench(home, { size, seconds, rounds, br }) {
  console.log(
    `\n${size.toLocaleString('en')} tickets on Node ${process.versions.node}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}`,
  )
  const config = await seedHome(home, { size, say: console.log })
  const startMs = await startTime(home)

  const pennant = await startPennant(home, await freePort())
  const floor = await startFloor(config.databaseFile, home)
  const encoding = br ? 'gzip, deflate, br' : 'gzip, deflate'
  const scene = await openScene(pennant, { database: config.databaseFile, size, encoding })
  const rows = await measureAll({ pennant, floor, scene, seconds, rounds })
  const perSecond = await ticketsPerSecond(pennant, { scene, seconds })
  const [memoryMb, databaseMb] = [memoryMbOf(pennant.pid), statSync(config.databaseFile).size / MEGABYTE]
  scene.close()
  floor.signal('SIGKILL')
  await stopServer(pennant)

  const [bare, ...pages] = rows
  console.log(`\n${table([bare, ...pages], bare)}\n`)
  console.log(
    aligned([
      line('start to first page', startMs, { most: 1000, unit: 'ms' }),
      line(`new tickets a second, ${WRITERS} at once`, perSecond, { least: 300, unit: '/s' }),
      line('memory after the run', memoryMb, { most: 200, unit: 'MB' }),
      ['database', `${databaseMb.toFixed(0)} MB`, '', ''],
    ]),
  )
  const lookups = await benchLookups(config, { seconds: seconds * 2 })
  return { size, floor: bare, rows: pages, lookups, startMs, perSecond, memoryMb, databaseMb }
}

/** The median of some starts, in ms. */
async function startTime(home) {
  const times = []
  for (let start = 0; start < STARTS; start += 1) {
    const pennant = await startPennant(home, await freePort())
    times.push(pennant.startMs)
    await stopServer(pennant)
  }
  return times.sort((one, other) => one - other)[Math.floor(STARTS / 2)]
}

async function startFloor(databaseFile, home) {
  const port = await freePort()
  return startServer([path.join(import.meta.dirname, 'floor.mjs'), databaseFile, String(port)], {
    port,
    log: path.join(home, 'floor.log'),
  })
}

/** A client that is at home on the desk, and what it needs to know to ask for things. */
async function openScene({ origin }, { database, size, encoding }) {
  const client = openClient(origin, { encoding })
  await client.signOn()
  const side = new Sqlite(database)
  side.pragma('synchronous = OFF')
  const active = side.prepare('SELECT id FROM Ticket WHERE section IN (1, 2)').pluck().all()
  const bump = side.prepare(`INSERT INTO Meta VALUES ('bench', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1`)
  const deep = await pagesOn(async (address) => textOf(await client.get(address)))
  return {
    client,
    size,
    deep,
    active,
    touch: () => bump.run(),
    posting: postingOf(side),
    encoding,
    close: () => (side.close(), client.close()),
  }
}

/** What people type into forms. */
function postingOf(side) {
  const tags = side.prepare('SELECT name FROM Tag').pluck().all()
  const people = side.prepare('SELECT name, email FROM Person WHERE email IS NOT NULL').all()
  const draw = wordsFrom(Math.random)
  const somebody = (random) => pick(random, people)
  return {
    tags: (random, count) => Array.from({ length: count }, () => pick(random, tags)).join(','),
    ticket: (random) => ({
      title: sentence(draw, between(random, 4, 9)),
      description: sentence(draw, between(random, 20, 40)),
      requester: `${somebody(random).name} <${somebody(random).email}>`,
      priority: pick(random, ['low', 'medium', 'high', 'critical']),
      tags: `${pick(random, tags)}, ${pick(random, tags)}`,
    }),
    reply: (random) => ({ kind: random() < 0.5 ? 'reply' : 'note', body: sentence(draw, between(random, 8, 30)) }),
  }
}

/** The cases take turns, round after round, so that a busy moment of the machine falls on all of them. */
async function measureAll({ pennant, floor, scene, seconds, rounds }) {
  const bare = openClient(floor.origin)
  const sheets = [
    { notes: sheet({ name: 'floor', next: () => bare.get('/'), status: 200 }), pid: floor.pid },
    ...casesOf(scene).map((item) => ({ notes: sheet(item), pid: pennant.pid })),
  ]
  for (const { notes, pid } of sheets) await measure(sheet(notes.item), { pid, ms: seconds * 1000 * WARM_SHARE })
  for (let round = 0; round < rounds; round += 1) {
    for (const { notes, pid } of sheets) await measure(notes, { pid, ms: (seconds * 1000) / rounds })
  }
  bare.close()
  return sheets.map(({ notes }) => figuresOf(notes))
}

/** How many tickets are made and kept in a second when several people do nothing else. */
async function ticketsPerSecond({ origin }, { scene, seconds }) {
  const client = openClient(origin, { connections: WRITERS, encoding: scene.encoding })
  await client.signOn()
  const begun = performance.now()
  const end = begun + seconds * 1000
  let made = 0
  const write = async () => {
    while (performance.now() < end) {
      const { status } = await client.post('/tickets', scene.posting.ticket(Math.random))
      if (status !== 303) throw new Error(`A new ticket was answered with ${status}.`)
      made += 1
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  client.close()
  return (made / (performance.now() - begun)) * 1000
}
