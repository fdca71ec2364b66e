// npm run faults: ends Pennant in the middle of a storm of writes, starts it again, and looks whether it kept its word.
//   --cycles N   how often (20)
//   --quick      three times
//   --graceful   asks it to stop instead of killing it: whatever it had taken in must be answered
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { layHome } from '../bench/home.mjs'
import { freePort, startPennant, stopServer } from '../bench/process.mjs'
import { fail, prepare } from '../prepare.mjs'
import { openLedger } from './ledger.mjs'
import { storm } from './storm.mjs'
import { verifyPages, verifyStore } from './verify.mjs'

const WRITERS = 6
const SHORTEST_MS = 1000
const LONGEST_MS = 2000
const MOST_STOPPING_MS = 10_000

function readArguments() {
  const { values } = parseArgs({
    options: {
      cycles: { type: 'string', default: '20' },
      quick: { type: 'boolean', default: false },
      graceful: { type: 'boolean', default: false },
    },
  })
  const cycles = values.quick ? 3 : Number(values.cycles)
  if (!Number.isInteger(cycles) || cycles < 1) fail('--cycles: at least 1.')
  return { cycles, graceful: values.graceful }
}

async function main() {
  const { cycles, graceful } = readArguments()
  prepare()
  const home = mkdtempSync(path.join(os.tmpdir(), 'pennant-faults-'))
  try {
    const config = await layHome(home)
    const ledger = openLedger()
    const results = []
    for (let cycle = 1; cycle <= cycles; cycle += 1) {
      results.push(await (graceful ? stopped : killed)({ home, config, ledger }))
      console.log(`${String(cycle).padStart(3)}  ${described(results.at(-1))}`)
    }
    const { lost, half } = verifyStore(placesOf(config), ledger.acts)
    process.exitCode = sumUp([...results, { acked: 0, lost, half }], graceful)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const placesOf = ({ databaseFile, uploads }) => ({ databaseFile, folder: uploads.folder })

const randomMs = () => SHORTEST_MS + Math.random() * (LONGEST_MS - SHORTEST_MS)

/** One crash: a storm, SIGKILL in the middle of it, a new start, and a look at everything of this storm. */
async function killed({ home, config, ledger }) {
  const from = ledger.acts.length
  const pennant = await startPennant(home, await freePort())
  let dead = false
  const writing = storm(pennant.origin, ledger, { writers: WRITERS, over: () => dead })
  await sleep(randomMs())
  dead = true
  pennant.signal('SIGKILL')
  await pennant.ended
  const { wrong } = await writing

  const again = await startPennant(home, await freePort())
  const acts = ledger.acts.slice(from)
  const { lost, half } = verifyStore(placesOf(config), acts)
  const unseen = await verifyPages(again.origin, acts)
  await stopServer(again)
  return {
    acked: acts.filter((act) => act.acked).length,
    open: acts.filter((act) => !act.acked).length,
    lost: [...lost, ...unseen],
    half,
    failed: wrong,
    restartMs: again.startMs,
  }
}

/** One stop in peace, under the same storm. */
async function stopped({ home, config, ledger }) {
  const from = ledger.acts.length
  const pennant = await startPennant(home, await freePort())
  let over = false
  const writing = storm(pennant.origin, ledger, { writers: WRITERS, over: () => over })
  await sleep(randomMs())
  const { code, ms } = await stopServer(pennant)
  over = true
  const { wrong, cut } = await writing

  const acts = ledger.acts.slice(from)
  const { lost, half } = verifyStore(placesOf(config), acts)
  const slow = ms > MOST_STOPPING_MS ? [`it took ${Math.round(ms)} ms to stop`] : []
  const wrongCode = code === 0 ? [] : [`it ended with code ${code}`]
  return {
    acked: acts.filter((act) => act.acked).length,
    open: acts.filter((act) => !act.acked).length,
    lost,
    half,
    failed: [...wrong, ...cut.map((words) => `taken in, but not answered: ${words}`), ...slow, ...wrongCode],
    stopMs: ms,
  }
}

function described({ acked, open, lost, half, failed, restartMs, stopMs }) {
  const time =
    restartMs === undefined ? `stopped in ${stopMs.toFixed(0)} ms` : `restarted in ${restartMs.toFixed(0)} ms`
  const figures = `${acked} acknowledged, ${open} unanswered, ${lost.length} lost, ${half.length} half-written, ${failed.length} failed, ${time}`
  return [figures, ...[...lost, ...half, ...failed].slice(0, 10).map((words) => `       ${words}`)].join('\n')
}

function sumUp(results, graceful) {
  const count = (name) => results.reduce((sum, result) => sum + (result[name]?.length ?? 0), 0)
  const acked = results.reduce((sum, result) => sum + result.acked, 0)
  const slowest = Math.max(...results.map(({ restartMs, stopMs }) => restartMs ?? stopMs ?? 0))
  const [lost, half, failed] = ['lost', 'half', 'failed'].map(count)
  const cycles = results.length - 1
  console.log(
    `\n${cycles} ${graceful ? 'stops' : 'crashes'}: ${acked.toLocaleString('en')} acknowledged writes, ${lost} lost, ${half} half-written, ${failed} failed; slowest ${graceful ? 'stop' : 'restart'} ${slowest.toFixed(0)} ms.`,
  )
  return lost + half + failed === 0 ? 0 : 1
}

await main()
