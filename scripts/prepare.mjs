// Brings a fresh clone to where it can run: dependencies, Prisma client, compiled program, assets.
// Imports nothing but Node itself, because nothing else may be there yet.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '..')
const at = (...parts) => path.join(root, ...parts)
const stamp = at('node_modules/.pennant')

/** Refuses a Node that Pennant cannot run on, in words. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(
      `Pennant needs Node 20.19 or newer; this is ${process.versions.node}. Install Node 22 or 24 from nodejs.org, then try again.`,
    )
  }
  const sqlite = existsSync(at('node_modules/better-sqlite3/package.json'))
    ? JSON.parse(readFileSync(at('node_modules/better-sqlite3/package.json'), 'utf8')).version
    : JSON.parse(readFileSync(at('package.json'), 'utf8')).dependencies['better-sqlite3']
  // better-sqlite3 12 aborts at random on these; 13 does not run on Node 20.
  if ((major > 24 || (major === 24 && minor >= 19)) && Number(sqlite.split('.')[0]) < 13) {
    fail(
      `On Node ${process.versions.node}, better-sqlite3 ${sqlite} may crash. Switch to its next version once: npm pkg set dependencies.better-sqlite3=13.2.0 overrides.better-sqlite3=13.2.0 && npm install`,
    )
  }
}

/** Does what is missing and says so; a second call costs a few milliseconds. */
export function prepare({ quiet = false } = {}) {
  checkNode()
  const say = (words) => quiet || process.stdout.write(`${words}\n`)
  installDependencies(say)
  if (isStale()) {
    say('Building Pennant …')
    run('node', [at('scripts/build.mjs')])
  }
}

/** Refuses what was never prepared, or for another Node; what was changed since is only mentioned. */
export function checkPrepared() {
  checkNode()
  const remedy = 'Run the installer of the service again: scripts/service.sh install'
  if (!isInstalled() || !existsSync(at('dist/main.js')))
    fail(`Pennant is not prepared for Node ${process.versions.node}. ${remedy}`)
  if (isStale()) process.stdout.write(`Note: the program was changed since it was built. ${remedy}\n`)
}

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()

// Native parts are built for one version of Node's binary interface.
const wanted = () =>
  `${createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')} ${process.versions.modules}`

function installDependencies(say) {
  if (isInstalled()) return
  const begun = Date.now()
  say('Installing dependencies (a minute or two, once) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stamp, wanted())
  say(`Dependencies are installed (${Math.round((Date.now() - begun) / 1000)} s).`)
}

export const SOURCES = ['src', 'prisma/schema.prisma', 'public', 'tsconfig.json', 'package.json', 'scripts/build.mjs']

/** Whether anything the build reads is newer than what it wrote. A release without sources is never stale. */
function isStale() {
  const built = at('dist/.built')
  if (!existsSync(at('src'))) return false
  if (!existsSync(built)) return true
  const builtAt = statSync(built).mtimeMs
  return SOURCES.some((source) => newest(at(source)) > builtAt)
}

function newest(file) {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  if (file.endsWith(path.join('db', 'generated'))) return 0
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))))
}

export function markBuilt() {
  mkdirSync(at('dist'), { recursive: true })
  writeFileSync(at('dist/.built'), '')
}

export function run(command, args, options = {}) {
  const program = command === 'node' ? process.execPath : command
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: command === 'npm' && process.platform === 'win32',
    ...options,
  })
  if (status !== 0) fail(`${command} ${args.join(' ')} did not succeed.`, status ?? 1)
}

export function fail(words, code = 1) {
  process.stderr.write(`${words}\n`)
  process.exit(code)
}
