import { createServer, type Server } from 'node:http'
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createApp } from '#src/app.ts'
import type { Desk } from '#src/desk.ts'
import { AppError } from '#lib/errors.ts'
import { LiveHub } from '#features/live/hub.ts'
import { listenLive } from '#features/live/listener.ts'
import { needsSetup } from '#features/setup/service.ts'
import { openSessionStore } from '#web/session-store.ts'

export type Running = { readonly url: string; readonly setupCode: string | null; readonly stop: () => Promise<void> }

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/
const PATIENCE_MS = 8000
const IDLE_MS = 100
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Opens the doors; resolves once requests are answered. */
export async function startServer(desk: Desk, { dev }: { dev: boolean }): Promise<Running> {
  const { server: place, preset, access, sessionsFile } = desk.config
  refuseOpenDesk(place.host, preset !== null && !access.signIn)

  const setupCode = needsSetup(desk) && !LOOPBACK.test(place.host) ? newCode() : null
  const sessions = openSessionStore(sessionsFile, desk)
  const hub = new LiveHub(desk)
  listenLive(desk, hub)
  const server = limited(createServer(createApp({ desk, store: sessions.store, hub, setupCode, dev })))
  await listen(server, place)
  hub.start()
  await desk.storage.sweep(desk.clock.now())

  const { port } = server.address() as AddressInfo
  const host = place.host.includes(':') ? `[${place.host}]` : place.host
  return {
    url: `http://${host}:${port}`,
    setupCode,
    stop: async () => {
      hub.stop()
      await closed(server)
      sessions.close()
      await desk.db.close()
    },
  }
}

function refuseOpenDesk(host: string, withoutAccounts: boolean): void {
  if (!withoutAccounts || LOOPBACK.test(host)) return
  throw new AppError(
    'invalid',
    `server.host is ${host}, but this desk has no accounts, so it may only listen on 127.0.0.1. Set access.sign_in to true, or server.host back.`,
  )
}

function newCode(): string {
  const letters = [...randomBytes(10)].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length])
  return letters.join('')
}

/** Slow or idle connections must not be able to hold the doors shut. */
function limited(server: Server): Server {
  server.headersTimeout = 20_000
  server.requestTimeout = 120_000
  server.keepAliveTimeout = 10_000
  server.maxConnections = 2000
  server.maxRequestsPerSocket = 10_000
  return server
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const words: Record<string, string> = {
        EADDRINUSE: `Port ${port} is taken. Stop what listens there, or set PENNANT_PORT to another number.`,
        EACCES: `Port ${port} may not be used by this user. Use one above 1023.`,
        EADDRNOTAVAIL: `${host} is not an address of this machine.`,
      }
      reject(new AppError('unavailable', words[error.code ?? ''] ?? error.message, { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

/** Lets requests that were accepted finish, and cuts off what is still open after some seconds. */
async function closed(server: Server): Promise<void> {
  // A connection that is kept alive would otherwise be cut off in the middle of the next request.
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false
  })
  const done = new Promise<void>((resolve) => void server.close(() => resolve()))
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS)
  const force = setTimeout(() => server.closeAllConnections(), PATIENCE_MS)
  await done
  clearInterval(idle)
  clearTimeout(force)
}
