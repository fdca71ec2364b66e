import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '#config/load.ts'
import { serviceOf } from '#config/service.ts'
import { ROOT } from '../support/house.ts'
import { layHome, type Home } from './open.ts'

const lacking = ['python3', 'systemd-notify'].filter((name) => spawnSync(name, ['--version']).status !== 0)
if (lacking.length > 0 && process.env.CI === 'true') throw new Error(`Missing: ${lacking.join(', ')}`)
const underSystemd = it.skipIf(lacking.length > 0)

const SERVER = ['--import', 'tsx', '--conditions=source', 'src/dev.ts']
// What systemd does before it starts a service with a socket unit.
const HAND_OVER = `import os, socket, sys
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()
os.dup2(s.fileno(), 3); os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()))
print('port', s.getsockname()[1], flush=True)
os.execvp(sys.argv[1], sys.argv[1:])`
// What systemd listens on for READY=1; Node cannot.
const HEAR = `import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1])
print('listening', flush=True)
while True: print(s.recv(4096).decode().replace(chr(10), ' '), flush=True)`

type Heard = {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly until: (pattern: RegExp) => Promise<string>
}

/** A process whose lines can be waited for; it does not outlive its test. */
function hear(command: string, words: readonly string[], env: object = {}): Heard {
  const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, NODE_ENV: '', ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line)
      waiting.forEach((look) => look())
    })
  const until = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const fail = () => reject(new Error(`Not heard: ${String(pattern)} in:\n${lines.join('\n')}`))
      const timer = setTimeout(fail, 15_000)
      const look = () => {
        const found = lines.find((line) => pattern.test(line))
        if (found === undefined) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { child, lines, until }
}

const ended = (child: ChildProcess) =>
  child.exitCode === null
    ? new Promise<number | null>((resolve) => child.once('exit', resolve))
    : Promise.resolve(child.exitCode)

const at = ({ folder }: Home) => ({ PENNANT_HOME: folder, PENNANT_PORT: '0' })

underSystemd('says that it is ready once it answers, shows that it lives, and takes its leave', async () => {
  const home = layHome()
  const socket = path.join(home.folder, 'notify')
  const manager = hear('python3', ['-c', HEAR, socket])
  await manager.until(/listening/)
  const service = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '1200000' }
  const { child } = hear(process.execPath, SERVER, { ...at(home), ...service })

  const ready = await manager.until(/READY=1/)
  const url = /STATUS=Listening on (http:\S+)/.exec(ready)?.[1] ?? ''
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(ready).toContain(`MAINPID=${String(child.pid)}`)
  await manager.until(/WATCHDOG=1/)
  expect(manager.lines.filter((line) => line.includes('READY=1'))).toHaveLength(1)

  child.kill('SIGTERM')
  await manager.until(/STOPPING=1/)
  expect(await ended(child)).toBe(0)
})

underSystemd('serves on a socket that it is handed', async () => {
  const home = layHome()
  const server = hear('python3', ['-c', HAND_OVER, process.execPath, ...SERVER], { ...at(home), PENNANT_PORT: '1' })
  const port = /\d+/.exec(await server.until(/^port/))?.[0] ?? ''

  await server.until(new RegExp(`is ready: http://127\\.0\\.0\\.1:${port}$`))
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
})

it('ends with words when the certificate is broken', async () => {
  const home = layHome()
  await home.certify()
  writeFileSync(home.key, 'garbage')

  const { child, lines } = hear(process.execPath, SERVER, at(home))
  expect(await ended(child)).toBe(1)
  expect(lines.join('\n')).toContain(`${home.key} is not a private key in PEM form`)
})

it('takes up a new certificate at SIGHUP', async () => {
  const home = layHome()
  await home.certify()
  const server = hear(process.execPath, SERVER, at(home))
  await server.until(/is ready: https:/)

  await home.certify()
  server.child.kill('SIGHUP')
  await server.until(/The certificate was renewed/)
})

it.each([
  [{}, { notifySocket: null, watchdogMs: null, sockets: 0, credentialsFolder: null }],
  [
    { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '120000000' },
    { notifySocket: '/run/systemd/notify', watchdogMs: 120_000 },
  ],
  [{ WATCHDOG_USEC: '120000000', WATCHDOG_PID: '7' }, { watchdogMs: 120_000 }],
  [{ WATCHDOG_USEC: '120000000', WATCHDOG_PID: '8' }, { watchdogMs: null }],
  [{ WATCHDOG_USEC: 'soon' }, { watchdogMs: null }],
  [{ LISTEN_FDS: '1', LISTEN_PID: '7' }, { sockets: 1 }],
  [{ LISTEN_FDS: '1', LISTEN_PID: '8' }, { sockets: 0 }],
  [{ LISTEN_FDS: '1' }, { sockets: 0 }],
  [
    { CREDENTIALS_DIRECTORY: '/run/credentials/pennant.service' },
    { credentialsFolder: '/run/credentials/pennant.service' },
  ],
])('reads %j as process 7', (env, service) => {
  expect(serviceOf(env, 7)).toMatchObject(service)
})

it('finds the certificate in the home folder, or where the config says', () => {
  const usual = layHome()
  const other = layHome({ certificate: '/etc/ssl/desk.pem', key: 'tls/desk.key' })

  expect(loadConfig(ROOT, { PENNANT_HOME: usual.folder }).server).toMatchObject({
    certificate: usual.certificate,
    key: usual.key,
    hstsSeconds: null,
  })
  expect(loadConfig(ROOT, { PENNANT_HOME: other.folder }).server).toMatchObject({
    certificate: '/etc/ssl/desk.pem',
    key: path.join(other.folder, 'tls/desk.key'),
  })
})
