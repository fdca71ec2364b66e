// npm test: prepares what is missing, then runs every gate: types, lint, format, and all tests. `npm test -- PATH` runs some tests alone.
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { prepare, root } from './prepare.mjs'

const at = (...parts) => path.join(root, ...parts)
const bin = (name, ...parts) => at('node_modules', name, ...parts)
const chosen = process.argv.slice(2)

// The longest first.
const GATES = [
  ['lint', [bin('eslint', 'bin/eslint.js'), '-c', at('scripts/eslint.config.js'), '.', '--max-warnings', '0']],
  ['types of the program', [bin('typescript', 'bin/tsc'), '-p', root, '--noEmit']],
  ['types of the browser script', [bin('typescript', 'bin/tsc'), '-p', at('src/client'), '--noEmit']],
  ['types of the tests', [bin('typescript', 'bin/tsc'), '-p', at('tests'), '--noEmit']],
  ['format', [bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
]

const execute = promisify(execFile)

async function gate([name, args]) {
  const begun = Date.now()
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 }
  const { code = 0, stdout, stderr } = await execute(process.execPath, args, options).catch((error) => error)
  const seconds = ((Date.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`)
  if (code !== 0) process.stdout.write(`${stdout}${stderr}\n`)
  return code === 0
}

/** As many gates at once as there are processors; each takes the next as soon as it is through. */
async function pass(gates) {
  const waiting = [...gates]
  const passed = []
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) passed.push(await gate(next))
  }
  await Promise.all(Array.from({ length: os.availableParallelism() }, lane))
  return passed
}

function vitest() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-results-'))
  const file = path.join(folder, 'results.json')
  const args = [
    bin('vitest', 'vitest.mjs'),
    'run',
    '-c',
    at('tests/vitest.config.ts'),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]
  const { status } = spawnSync(process.execPath, [...args, ...chosen], { cwd: root, stdio: 'inherit' })
  try {
    return { status, results: JSON.parse(readFileSync(file, 'utf8')) }
  } catch {
    return { status: status || 1, results: { testResults: [], numPassedTests: 0, numFailedTests: 0 } }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

prepare()
const gates = chosen.length > 0 ? [] : await pass(GATES)
const { status, results } = vitest()

const tests = results.testResults.flatMap(({ assertionResults }) => assertionResults)
const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed')
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`)
// A file that could not be read at all fails without a test of its own.
const broken = results.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
).length
const failed = gates.filter((passed) => !passed).length + results.numFailedTests + broken
const passed = gates.filter(Boolean).length + results.numPassedTests
const sound = failed === 0 && status === 0 && passed > 0
console.log(`${passed} passed, ${sound ? 0 : Math.max(failed, 1)} failed, ${skipped.length} skipped`)
process.exit(sound ? 0 : 1)
