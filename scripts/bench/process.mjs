// Processes of ours: started, waited for, measured and ended by their own id.
import { spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { root } from '../prepare.mjs'

const PATIENCE_MS = 30_000
const LOOK_EVERY_MS = 4
const TICK_MS = 10

const children = new Set()
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

/** A port of the loopback that nobody listens on just now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Starts Pennant over `home`, as `npm start` does; resolves when its first page is out. */
export async function startPennant(home, port) {
  const env = { ...process.env, PENNANT_HOME: home, PENNANT_PORT: String(port), PENNANT_HOST: '127.0.0.1' }
  return startServer([...startFlags(), path.join(root, 'scripts/start.mjs')], {
    port,
    env,
    log: path.join(home, 'server.log'),
  })
}

/** The flags that `npm start` gives to Node. */
function startFlags() {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

/** Starts a program of Node's that listens on `port`; says how long it took until `/` was answered. */
export async function startServer(args, { port, env = process.env, log }) {
  const begun = performance.now()
  const out = openSync(log, 'a')
  const child = spawn(process.execPath, args, { env, cwd: root, stdio: ['ignore', out, out] })
  children.add(child)
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
  void ended.then(() => children.delete(child))

  const origin = `http://127.0.0.1:${port}`
  while (!(await answers(origin))) {
    const over = child.exitCode !== null || child.signalCode !== null || performance.now() - begun > PATIENCE_MS
    if (over) throw new Error(`${args[0]} does not answer:\n${readFileSync(log, 'utf8').slice(-2000)}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return { origin, pid: child.pid, ended, startMs: performance.now() - begun, signal: (name) => child.kill(name), log }
}

function answers(origin) {
  return new Promise((resolve) => {
    const request = http.get(origin, { agent: false, timeout: PATIENCE_MS }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode < 400))
    })
    request.once('error', () => resolve(false)).once('timeout', () => request.destroy())
  })
}

/** Ends it in peace and says with which code, and after how many ms. */
export async function stopServer({ signal, ended }) {
  const begun = performance.now()
  signal('SIGTERM')
  const { code } = await ended
  return { code, ms: performance.now() - begun }
}

/** The CPU time a process has used so far, all its threads, in ms; null where the system does not tell. */
export function cpuMsOf(pid) {
  const fields = procFile(pid, 'stat')?.split(') ').at(-1).split(' ')
  return fields ? (Number(fields[11]) + Number(fields[12])) * TICK_MS : null
}

/** The memory a process holds, in MB; null where the system does not tell. */
export function memoryMbOf(pid) {
  const kilobytes = procFile(pid, 'status')?.match(/VmRSS:\s+(\d+)/)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1024
}

function procFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return null
  }
}
