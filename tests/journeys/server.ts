import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'

export const ROOT = path.resolve(import.meta.dirname, '../..')
const PATIENCE_MS = 50_000

/** The real server, as people start it, over a home of its own. */
export type Server = {
  readonly url: string
  readonly command: (...words: string[]) => string
  readonly stop: () => Promise<void>
  /** Starts it again at the same address. */
  readonly start: () => Promise<void>
}

/** Starts one server for a whole file; `prepare` runs before, with the commands of the same home. */
export function runServer(
  prepare: (command: Server['command'], home: string) => void = () => undefined,
  { undoSend = 0 } = {},
): Server {
  const home = mkdtempSync(path.join(os.tmpdir(), 'pennant-journey-'))
  const command: Server['command'] = (...words) => runCommand(home, words)
  let running: Running | null = null

  const start = async () => {
    running = await spawnServer(home, running ? new URL(running.url).port : '0')
  }
  const stop = () => stopped(running!.child)
  beforeAll(async () => {
    prepare(command, home)
    letLeave(home, undoSend)
    await start()
  })
  afterAll(async () => {
    if (running) await stop()
    rmSync(home, { recursive: true, force: true })
  })
  return {
    get url() {
      return running!.url
    },
    ...{ command, start, stop },
  }
}

/** Replies leave at once, but in the journeys of those that wait. */
function letLeave(home: string, seconds: number): void {
  const file = path.join(home, 'config/config.json')
  if (!existsSync(file)) return
  const written = JSON.parse(readFileSync(file, 'utf8')) as { readonly tickets?: object }
  const tickets = { ...written.tickets, undo_send_seconds: seconds }
  writeFileSync(file, JSON.stringify({ ...written, tickets }, null, 2))
}

type Running = { readonly url: string; readonly child: ChildProcess }

const environment = (home: string, more: object = {}) => ({ ...process.env, PENNANT_HOME: home, NODE_ENV: '', ...more })

function runCommand(home: string, words: readonly string[]): string {
  const file = path.join(ROOT, 'scripts/pennant.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], { env: environment(home) })
  if (status !== 0) throw new Error(`pennant ${words.join(' ')} ended with ${String(status)}:\n${String(stderr)}`)
  return String(stdout)
}

async function spawnServer(home: string, port: string): Promise<Running> {
  const script = path.join(ROOT, 'scripts/start.mjs')
  const child = spawn(process.execPath, [script], { env: environment(home, { PENNANT_PORT: port }) })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The server ${why}. It said:\n${said}`))
    const timer = setTimeout(() => fail('did not get ready in time'), PATIENCE_MS)
    const hear = (chunk: Buffer) => {
      said += String(chunk)
      const ready = /Pennant is ready: (http:\S+)/.exec(said)?.[1]
      if (ready === undefined) return
      clearTimeout(timer)
      resolve(ready)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => fail(`ended with ${String(code)}`))
  })
  return { url, child }
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
