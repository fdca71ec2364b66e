import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { loadConfig } from '#config/load.ts'
import { makeCertificate } from '#features/certificate/service.ts'
import { systemClock } from '#lib/clock.ts'
import { openDesk } from '#src/open-desk.ts'
import { startServer, type Running } from '#src/server.ts'
import { ROOT } from '../support/house.ts'
import { recordingLog, type RecordingLog } from '../support/log.ts'

const DAYS = 30

export type Home = {
  readonly folder: string
  readonly certificate: string
  readonly key: string
  /** Makes a new pair for localhost in the place of whatever is there. */
  readonly certify: (changes?: { readonly fromAt?: number }) => Promise<void>
}

/** A folder for one installation, without an accounts system and without a certificate. */
export function layHome(server: object = {}): Home {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(path.join(folder, 'config'))
  writeFileSync(path.join(folder, 'config/config.json'), JSON.stringify({ preset: 'personal', server }))
  const files = { certificate: path.join(folder, 'config/cert.pem'), key: path.join(folder, 'config/key.pem') }
  const certify = async ({ fromAt = systemClock.now() } = {}) => {
    await makeCertificate(files, { names: ['localhost'], addresses: ['127.0.0.1'], days: DAYS, fromAt })
  }
  return { folder, ...files, certify }
}

export type Opened = Running & { readonly log: RecordingLog }

/** The real server over a home, on a free port of the loopback. */
export async function serve({ folder }: Home): Promise<Opened> {
  const log = recordingLog()
  const config = loadConfig(ROOT, { PENNANT_HOME: folder, PENNANT_PORT: '0' })
  const desk = await openDesk({ root: ROOT, config, log })
  const running = await startServer(desk, { dev: false }).catch(async (error: unknown) => {
    await desk.db.close()
    throw error
  })
  onTestFinished(async () => {
    await running.stop()
    log.expectNoErrors()
  })
  return { ...running, log }
}

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Of the certificate that was shown. */
  readonly fingerprint: string
  readonly protocol: string | null
  readonly localPort: number | undefined
}

type Asking = {
  readonly ca: string
  readonly agent?: Agent
  readonly headers?: Record<string, string>
  readonly form?: string
}

/** Asks over HTTPS and trusts one certificate alone. */
export function ask(url: string, { ca, agent = new Agent(), headers = {}, form }: Asking): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = form === undefined ? 'GET' : 'POST'
    const type = form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }
    const asked = request(url, { ca, agent, method, headers: { ...type, ...headers } }, (response) => {
      const seen = seenOn(response.socket)
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body, ...seen }))
    })
    asked.on('error', reject).end(form)
  })
}

function seenOn(socket: Socket): Pick<Answer, 'fingerprint' | 'protocol' | 'localPort'> {
  if (!(socket instanceof TLSSocket)) throw new Error('That was not HTTPS.')
  const { fingerprint256: fingerprint } = socket.getPeerCertificate()
  return { fingerprint, protocol: socket.getProtocol(), localPort: socket.localPort }
}
