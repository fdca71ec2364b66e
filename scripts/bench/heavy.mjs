// What many tickets at once cost, and how long everybody else waits meanwhile: a table of all, and a change of a thousand.
import Sqlite from 'better-sqlite3'
import { setTimeout as sleep } from 'node:timers/promises'
import { openClient, textOf } from './client.mjs'
import { freePort, startPennant, stopServer } from './process.mjs'
import { aligned, line } from './report.mjs'
import { seedHome } from './seed.mjs'
import { costOf, waits } from './waits.mjs'

const CHANGED = 1000
const MOST_WAIT_MS = 50
const POLL_MS = 1000
const PATIENCE_MS = 120_000

/** Prints seconds, memory and the longest page meanwhile, and answers them. */
export async function benchHeavy(home, { size }) {
  const { databaseFile } = await seedHome(home, { size, say: () => undefined })
  const database = new Sqlite(databaseFile, { readonly: true })
  const ids = database.prepare(`SELECT id FROM Ticket WHERE section > 0 LIMIT ${CHANGED}`).pluck().all()
  database.close()
  const pennant = await startPennant(home, await freePort())
  const client = openClient(pennant.origin)
  try {
    await client.signOn()
    await warm(client)
    const quiet = await waits(pennant.origin, () => sleep(2000))
    const figures = { quiet, csv: await csvOf(pennant, client), bulk: await bulkOf(pennant, { client, ids }) }
    console.log(`\nmany tickets at once\n${aligned(rowsOf(figures, { size, count: ids.length }))}`)
    return figures
  } finally {
    client.close()
    await stopServer(pennant)
  }
}

async function warm(client) {
  for (let turn = 0; turn < 50; turn += 1) await client.get(turn % 2 === 0 ? '/' : '/tickets')
  await client.get('/tickets/export?status=all&assignee=5')
}

/** Once alone, for what it costs; once beside somebody who looks at lists. */
async function csvOf(pennant, client) {
  const read = async () => {
    const { status, body } = await client.get('/tickets/export?status=all')
    if (status !== 200) throw new Error(`The table was answered with ${status}.`)
    return body.length
  }
  const alone = await costOf(pennant, read)
  const beside = await waits(pennant.origin, read)
  return { ...alone, ...beside }
}

/** Through the pages a person goes through, with a look at the progress every second. */
async function bulkOf(pennant, { client, ids }) {
  const order = { ids: ids.join(','), priority: 'high', addTags: 'bench' }
  const preview = await costOf(pennant, () => waits(pennant.origin, () => previewOf(client, order)))
  const key = String(performance.now())
  const run = await costOf(pennant, () => waits(pennant.origin, () => runOf(client, { ...order, key })))
  return { preview: { ...preview, ...preview.result }, run: { ...run, ...run.result } }
}

async function previewOf(client, order) {
  const { status, ...answer } = await client.post('/tickets/bulk/preview', order)
  if (status !== 200) throw new Error(`The preview was answered with ${status}: ${textOf(answer).slice(0, 500)}`)
}

async function runOf(client, order) {
  const { status, headers, ...answer } = await client.post('/tickets/bulk/run', order)
  if (status !== 303) throw new Error(`The run was answered with ${status}: ${textOf({ headers, ...answer })}`)
  const end = performance.now() + PATIENCE_MS
  for (let wait = 100; ; wait = Math.min(wait * 2, POLL_MS)) {
    const page = textOf(await client.get(headers.location))
    if (!page.includes('<progress ')) return
    if (performance.now() > end) throw new Error('The change did not come to an end.')
    await sleep(wait)
  }
}

function rowsOf({ quiet, csv, bulk }, { size, count }) {
  const meanwhile = (name, { longest }) =>
    line(`longest page meanwhile, more than without: ${name}`, Math.max(0, longest - quiet.longest), {
      most: MOST_WAIT_MS,
      unit: 'ms',
    })
  return [
    ['', 'value', 'target', ''],
    line(`${size.toLocaleString('en')} tickets as a table`, csv.ms / 1000, { most: 4, unit: 's' }),
    line('memory that rose meanwhile', csv.rise, { most: 60, unit: 'MB' }),
    meanwhile('table', csv),
    line(`preview of a change of ${count.toLocaleString('en')}`, bulk.preview.ms / 1000, { most: 3, unit: 's' }),
    meanwhile('preview', bulk.preview),
    line(`change of ${count.toLocaleString('en')}`, bulk.run.ms / 1000, { most: 3, unit: 's' }),
    line('CPU of it', bulk.run.cpu / 1000, { most: 3, unit: 's' }),
    meanwhile('change', bulk.run),
    line('longest page without any of it', quiet.longest, { most: MOST_WAIT_MS, unit: 'ms' }),
  ]
}
