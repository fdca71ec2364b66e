import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ROOT } from './support/house.ts'

const analysed = spawnSync('systemd-analyze', ['--version']).status === 0
if (!analysed && process.env.CI === 'true')
  throw new Error('The units are checked by systemd-analyze: install systemd.')
const withSystemd = it.skipIf(!analysed)

type Said = { readonly status: number | null; readonly out: string }

/** The script, below a folder of its own instead of `/`. */
function openRoot() {
  const root = mkdtempSync(path.join(os.tmpdir(), 'pennant-root-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const service = (...words: string[]): Said => {
    const env = { ...process.env, HOME: '/home/ann', XDG_CONFIG_HOME: '' }
    const done = spawnSync(path.join(ROOT, 'scripts/service.sh'), [...words, '--root', root], { env, encoding: 'utf8' })
    return { status: done.status, out: done.stdout + done.stderr }
  }
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  const files = () =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(path.join(root, file)).isFile())
      .sort()
  return { root, service, read, files }
}

const INSTALLED = {
  system: 'etc/systemd/system/pennant.service',
  user: 'home/ann/.config/systemd/user/pennant.service',
  socket: 'etc/systemd/system/pennant.socket',
} as const

function analyse(words: readonly string[], folder: string): Said {
  const done = spawnSync('systemd-analyze', words, {
    env: { ...process.env, XDG_RUNTIME_DIR: folder },
    encoding: 'utf8',
  })
  return { status: done.status, out: done.stdout + done.stderr }
}

withSystemd.each([
  ['system', ['--socket'], []],
  ['socket', ['--socket'], []],
  ['user', ['--user'], ['--user']],
] as const)('installs a %s unit that systemd has nothing to say about', (which, words, scope) => {
  const { root, service } = openRoot()
  expect(service('install', ...words).status).toBe(0)

  // Its status is 0 even for what it does not understand.
  expect(analyse([...scope, 'verify', path.join(root, INSTALLED[which])], root)).toEqual({ status: 0, out: '' })
})

withSystemd('notices what is wrong with a unit', () => {
  const { root, service, read } = openRoot()
  service('install')
  const file = path.join(root, INSTALLED.system)
  writeFileSync(file, read(INSTALLED.system).replace('UMask=0077', 'UMask=0077 # private'))
  expect(analyse(['verify', file], root).out).toContain('0077 # private')
})

withSystemd.each(['system', 'user'] as const)('keeps the exposure of the %s unit at 2.0 or below', (which) => {
  const { root, service } = openRoot()
  service('install', ...(which === 'user' ? ['--user'] : []))
  const file = path.join(root, INSTALLED[which])

  const { status, out } = analyse(['security', '--no-pager', '--offline=true', '--threshold=20', file], root)
  expect([status, out]).toEqual([0, expect.stringContaining('Overall exposure level')])
})

it.each(['pennant.service', 'pennant-user.service'])('%s starts what npm start does, prepared beforehand', (name) => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  const started = scripts.start.replace('node', '/usr/bin/node').replace('scripts/', '/opt/pennant/scripts/')
  expect(readFileSync(path.join(ROOT, 'systemd', name), 'utf8')).toContain(`\nExecStart=${started} --prepared\n`)
})

it.each(readdirSync(path.join(ROOT, 'systemd')))('%s has its comments on lines of their own', (name) => {
  const lines = readFileSync(path.join(ROOT, 'systemd', name), 'utf8').split('\n')
  expect(lines.filter((line) => /^[^#].*\s#/.test(line))).toEqual([])
})

it('gives the flag to a group that it makes, before seats are given theirs', () => {
  const { service, read, files } = openRoot()
  service('install')
  const [rules] = files().filter((file) => file.endsWith('.rules'))
  const group = /GROUP="([^"]+)"/.exec(read(rules ?? ''))?.[1] ?? ''

  expect(read('etc/sysusers.d/pennant.conf')).toContain(`\ng ${group} `)
  expect(read(INSTALLED.system)).toContain(`\nSupplementaryGroups=${group}\n`)
  expect(path.basename(rules ?? '') < '73-seat-late.rules').toBe(true)
})

it('fills in where node and the program lie, and can be run again', () => {
  const { service, read, files } = openRoot()
  const { status, out } = service('install')
  expect([status, out]).toEqual([0, expect.stringContaining('wrote: ')])
  expect(files()).toEqual([
    'etc/pennant/pennant.env',
    INSTALLED.system,
    'etc/sysusers.d/pennant.conf',
    'etc/udev/rules.d/70-pennant-luxafor.rules',
    'usr/local/bin/pennant',
  ])
  const [, node, program] =
    /^ExecStart=(\S+) .* (\S+)\/scripts\/start\.mjs --prepared$/m.exec(read(INSTALLED.system)) ?? []
  expect([existsSync(node ?? ''), program]).toEqual([true, ROOT])

  expect(service('install').out).not.toContain('wrote: ')
})

it('keeps the settings that are there, and changes those it is told', () => {
  const { root, service, read } = openRoot()
  mkdirSync(path.join(root, 'etc/pennant'), { recursive: true })
  writeFileSync(path.join(root, 'etc/pennant/pennant.env'), 'PENNANT_PORT=80\nMINE=kept\n')

  service('install', '--host', '0.0.0.0', '--port', '8443')
  expect(read('etc/pennant/pennant.env')).toBe('PENNANT_PORT=8443\nMINE=kept\nPENNANT_HOST=0.0.0.0\n')
  service('install')
  expect(read('etc/pennant/pennant.env')).toBe('PENNANT_PORT=8443\nMINE=kept\nPENNANT_HOST=0.0.0.0\n')
})

it('lets systemd hold the port that is asked for, until it is installed without', () => {
  const { service, read, files } = openRoot()
  service('install', '--socket', '--port', '8443')
  expect(read(INSTALLED.socket)).toContain('\nListenStream=8443\n')
  expect(read('etc/pennant/pennant.env')).not.toContain('PENNANT_PORT=8443')

  service('install')
  expect(files()).not.toContain(INSTALLED.socket)
})

it('gives a command that works on the data of the service', () => {
  const { root, service, read } = openRoot()
  service('install')
  service('install', '--user')
  const words = / PENNANT_HOME=(\S+) \S+node\S* (\S+)\/scripts\/pennant\.mjs "\$@"\n$/

  expect(words.exec(read('usr/local/bin/pennant'))?.slice(1)).toEqual(['/var/lib/pennant', ROOT])
  expect(words.exec(read('home/ann/.local/bin/pennant'))?.[1]).toMatch(/^\/home\/ann\/\..*\/pennant$/)
  expect(statSync(path.join(root, 'usr/local/bin/pennant')).mode & 0o111).toBe(0o111)
})

it('takes away what it brought and keeps the data, unless it is told to', () => {
  const { root, service, files } = openRoot()
  service('install', '--socket')
  mkdirSync(path.join(root, 'var/lib/pennant'), { recursive: true })
  writeFileSync(path.join(root, 'var/lib/pennant/pennant.db'), 'tickets')

  expect(service('uninstall').out).toMatch(/Kept: .*\/var\/lib\/pennant/)
  expect(files()).toEqual(['etc/pennant/pennant.env', 'var/lib/pennant/pennant.db'])
  service('uninstall', '--purge')
  expect(files()).toEqual([])
  expect(service('uninstall', '--purge').status).toBe(0)
})

it('only says what it would do when it is asked to', () => {
  const { service, files } = openRoot()
  expect(service('install', '--print').out).toMatch(/would write: .*pennant\.service/)
  expect(files()).toEqual([])

  service('install')
  const before = files()
  expect(service('uninstall', '--purge', '--print').out).toMatch(/would run: rm .*pennant\.service/)
  expect(files()).toEqual(before)
})

it.each([
  [['install', '--port', 'x'], 1, '--port: x is not a number.'],
  [['install', '--port', '70000'], 1, '--port: must be from 1 to 65535.'],
  [['install', '--host', 'a;b'], 1, '--host: a;b is not an address.'],
  [['install', '--node', '/nowhere/node'], 1, '/nowhere/node cannot be run'],
  [['install', '--port', '--root'], 1, '--port: --root is not a number.'],
  [['install', '--what'], 2, 'Usage:'],
  [['dance'], 2, 'Usage:'],
])('refuses %j with %d and words', (words, code, why) => {
  const { service, files } = openRoot()
  const { status, out } = service(...words)
  expect([status, out]).toEqual([code, expect.stringMatching(why)])
  expect(files()).toEqual([])
})

it('is honest about places that a service of the machine cannot see', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'pennant-place-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  for (const folder of ['scripts', 'systemd']) mkdirSync(path.join(home, folder))
  const script = path.join(home, 'scripts/service.sh')
  writeFileSync(script, readFileSync(path.join(ROOT, 'scripts/service.sh')), { mode: 0o755 })

  const { status, stderr } = spawnSync(script, ['install', '--print'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/is out of reach of a service.*Move Pennant to \/opt\/pennant/),
  ])
})
