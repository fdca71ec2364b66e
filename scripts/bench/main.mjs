// npm run bench: what a page costs, beside a bare page by the same parts, on the same machine in the same minute.
//   --size N     tickets (100,000), with four updates each
//   --growth     10,000, 100,000 and 1,000,000 tickets, and how the costs grow
//   --quick      5,000 tickets and short measurements
//   --seconds S  how long each page is asked for (3)
//   --br         accepts Brotli, as browsers do on https and localhost
//   --json FILE  writes the figures
//   --plot FILE  draws how the costs grow, as an SVG
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { fail, prepare } from '../prepare.mjs'
import { bench } from './bench.mjs'
import { benchHeavy } from './heavy.mjs'
import { benchLogins } from './logins.mjs'
import { benchMirror } from './mirror.mjs'
import { bars, drawing } from './plot.mjs'
import { aligned } from './report.mjs'
import { benchSites } from './sites.mjs'

const GROWTH = [10_000, 100_000, 1_000_000]
const HEAVY = 100_000

function readArguments() {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '3' },
      growth: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      br: { type: 'boolean', default: false },
      json: { type: 'string' },
      plot: { type: 'string' },
    },
  })
  const [size, seconds] = [Number(values.size), Number(values.seconds)]
  if (!Number.isInteger(size) || size < 1000) fail('--size: at least 1000 tickets.')
  if (!(seconds > 0)) fail('--seconds: a number of seconds.')
  return values.quick
    ? { ...values, sizes: [5000], seconds: 0.3, rounds: 1 }
    : { ...values, sizes: values.growth ? GROWTH : [size], seconds, rounds: 3 }
}

async function main() {
  const { sizes, json, plot, ...options } = readArguments()
  prepare()
  const results = []
  for (const size of sizes) results.push(await inHome((home) => bench(home, { ...options, size })))
  const heavy = await inHome((home) => benchHeavy(home, { size: Math.min(sizes.at(-1), HEAVY) }))
  const mirror = await inHome((home) => benchMirror(home, options))
  const sites = await inHome((home) => benchSites(home, { size: sizes.at(-1) }))
  const logins = await inHome(benchLogins)
  if (results.length > 1) console.log(`\n${growth(results)}\n\n${bars(results)}`)
  if (plot) writeFileSync(plot, drawing(results))
  if (json) writeFileSync(json, `${JSON.stringify({ results, heavy, mirror, sites, logins }, null, 2)}\n`)
}

async function inHome(work) {
  const home = mkdtempSync(path.join(os.tmpdir(), 'pennant-bench-home-'))
  try {
    return await work(home)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** What a page costs on each size as a multiple of what it costs on the one before, both as multiples of the floor. */
function growth(results) {
  const heads = [
    'growth of CPU',
    ...results
      .slice(1)
      .map(({ size }, index) => `${results[index].size.toLocaleString('en')} → ${size.toLocaleString('en')}`),
    'target 1.5',
  ]
  const rows = results[0].rows.map(({ name }, index) => {
    const cost = ({ rows, floor }) =>
      rows[index].cpu === null ? rows[index].p50 / floor.p50 : rows[index].cpu / floor.cpu
    const ratios = results.slice(1).map((result, before) => cost(result) / cost(results[before]))
    return [name, ...ratios.map((ratio) => ratio.toFixed(2)), ratios.every((ratio) => ratio <= 1.5) ? 'ok' : 'over']
  })
  return aligned([heads, ...rows])
}

await main()
