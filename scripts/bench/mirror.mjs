// What a mirrored system costs: the memory of its tickets, the CPU of a poll, and how long pages wait meanwhile.
import Sqlite from 'better-sqlite3'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openClient, textOf } from './client.mjs'
import { root } from '../prepare.mjs'
import { built, layHome } from './home.mjs'
import { cpuMsOf, freePort, memoryMbOf, startPennant, stopServer } from './process.mjs'
import { aligned, line } from './report.mjs'
import { waits } from './waits.mjs'

const MIRRORED = { whole: 20_000, quick: 2_000 }
const CHANGED = 1000
const PATIENCE_MS = 300_000

/** Prints the figures of a mirror of 20,000 tickets, and answers them. */
export async function benchMirror(home, { quick }) {
  const count = quick ? MIRRORED.quick : MIRRORED.whole
  const fake = await startFake(count)
  try {
    const figures = await measured(home, { fake, count })
    console.log(`\nMirror of ${count.toLocaleString('en')} tickets\n${aligned(rowsOf(figures, count))}`)
    return figures
  } finally {
    fake.child.kill('SIGKILL')
  }
}

async function startFake(count) {
  const script = path.join(import.meta.dirname, 'freshservice.mjs')
  const child = fork(script, [String(count)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ url }] = await once(child, 'message')
  return {
    child,
    url,
    change: async (changes) => {
      child.send(changes)
      await once(child, 'message')
    },
  }
}

async function measured(home, { fake, count }) {
  const config = await layHome(home)
  const pennant = await startPennant(home, await freePort())
  const client = openClient(pennant.origin)
  await client.signOn()
  const flag = await flagDelay(client, config)
  await warm(client)
  const before = memoryMbOf(pennant.pid)
  const database = new Sqlite(config.databaseFile, { readonly: true })

  const first = await during(pennant, () => connect(client, { url: fake.url, database, count }))
  await warm(client)
  const memory = memoryMbOf(pennant.pid)

  const polls = []
  for (const watched of [false, true]) {
    await fake.change(CHANGED)
    polls.push(await during(pennant, () => pollNow({ client, database, origin: pennant.origin, watched })))
  }
  const quiet = await waits(pennant.origin, () => sleep(3000))
  database.close()
  client.close()
  await stopServer(pennant)
  return { first, memory: memory - before, polls, quiet: quiet.longest, flag }
}

async function during({ pid }, work) {
  const [cpu, begun] = [cpuMsOf(pid), performance.now()]
  const result = await work()
  return { ...result, cpu: cpuMsOf(pid) - cpu, ms: performance.now() - begun }
}

async function warm(client) {
  for (let turn = 0; turn < 50; turn += 1) await client.get(turn % 2 === 0 ? '/' : '/tickets')
}

/** Connects as a person does; the first reading follows by itself. */
async function connect(client, { url, database, count }) {
  const fields = {
    base_url: url,
    api_key: 'fake-key-nobody-may-see',
    link_url: '',
    poll_seconds: '86400',
    reconcile_hours: '168',
    horizon_days: '90',
  }
  const { status, ...answer } = await client.post('/settings/sources/freshservice', fields)
  if (status !== 303) throw new Error(`Connecting was answered with ${status}: ${textOf(answer).slice(0, 500)}`)
  await until(() => database.prepare('SELECT lastSuccessAt FROM Source').pluck().get() != null)
  const here = database.prepare('SELECT count(*) FROM Ticket WHERE sourceId IS NOT NULL').pluck().get()
  if (here !== count) throw new Error(`${here} of ${count} tickets were mirrored.`)
  return {}
}

/** Asks for a reading and waits for its end; with `watched`, somebody looks at the board and the list all the while. */
async function pollNow({ client, database, origin, watched }) {
  const finished = () => database.prepare('SELECT count(*) FROM SourcePoll WHERE finishedAt IS NOT NULL').pluck().get()
  const before = finished()
  const asked = async () => {
    await client.post(`/settings/sources/1/poll`, {})
    await until(() => finished() > before)
  }
  if (!watched) {
    await asked()
    return { longest: null, changed: lastChanged(database) }
  }
  return { ...(await waits(origin, asked)), changed: lastChanged(database) }
}

const lastChanged = (database) =>
  database.prepare('SELECT changed FROM SourcePoll ORDER BY id DESC LIMIT 1').pluck().get()

async function until(holds) {
  const end = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('The mirror did not come to an end.')
    await sleep(20)
  }
}

/** How long after a ticket became overdue a lamp is written to, in ms: a keeper of the same desk, with a lamp of ours. */
async function flagDelay(client, config) {
  const [{ openDesk }, { createLog }, { FlagKeeper }] = await Promise.all(
    ['open-desk', 'lib/logger', 'features/flag/keeper'].map(built),
  )
  const written = []
  const lamp = { path: 'lamp', vendorId: 0x04d8, productId: 0xf372, product: 'LUXAFOR FLAG' }
  const handle = {
    write: (bytes) => Promise.resolve(void written.push(bytes)),
    close: () => Promise.resolve(),
    onError: () => undefined,
    onData: () => undefined,
  }
  const desk = await openDesk({ root, config, log: createLog('error') })
  const keeper = new FlagKeeper(desk, { list: () => Promise.resolve([lamp]), open: () => Promise.resolve(handle) })
  keeper.start()
  await until(() => written.length > 0)
  const before = written.length
  const begun = performance.now()
  const late = new Date(Date.now() - 60_000).toISOString().slice(0, 16)
  await client.post('/tickets', {
    title: 'Overdue at once',
    description: 'For the lamp.',
    priority: 'low',
    dueAt: late,
  })
  await until(() => written.length > before)
  const delay = performance.now() - begun
  await keeper.stop()
  await desk.db.close()
  return delay
}

function rowsOf({ first, memory, polls: [alone, watched], quiet, flag }, count) {
  const delay = Math.max(0, watched.longest - quiet)
  return [
    ['', 'value', 'target', ''],
    line(`first reading of ${count.toLocaleString('en')}`, first.ms / 1000, { most: 120, unit: 's' }),
    line('CPU of the first reading', first.cpu / 1000, { most: 60, unit: 's' }),
    line('more memory after it', memory, { most: 60, unit: 'MB' }),
    line(`CPU of a poll of ${alone.changed} changed`, alone.cpu / 1000, { most: 3, unit: 's' }),
    line('longest page without a poll', quiet, { most: 50, unit: 'ms' }),
    line('longest page while it polls', watched.longest, { most: Math.round(50 + quiet), unit: 'ms' }),
    line('delay by the poll', delay, { most: 50, unit: 'ms' }),
    line('flag after a change', flag, { most: 1000, unit: 'ms' }),
  ]
}
