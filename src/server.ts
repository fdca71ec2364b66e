import type { Server } from 'node:http'
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createApp } from '#src/app.ts'
import type { Desk } from '#src/desk.ts'
import { startJobs } from '#src/jobs.ts'
import { readPair } from '#lib/certificate-files.ts'
import { AppError } from '#lib/errors.ts'
import { FlagKeeper } from '#features/flag/keeper.ts'
import { LiveHub } from '#features/live/hub.ts'
import { listenLive } from '#features/live/listener.ts'
import { openAdapter } from '#features/sources/adapters.ts'
import { listenSources } from '#features/sources/listener.ts'
import { Poller } from '#features/sources/poller.ts'
import { needsSetup } from '#features/setup/service.ts'
import { openSessionStore } from '#web/session-store.ts'
import { openDoor } from '#web/tls.ts'

export type Running = {
  readonly url: string
  readonly setupCode: string | null
  /** Takes up a new certificate at once. */
  readonly reload: () => void
  readonly stop: () => Promise<void>
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/
const PATIENCE_MS = 8000
const IDLE_MS = 100
const FIRST_SOCKET = 3
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Opens the doors; resolves once requests are answered. */
export async function startServer(desk: Desk, { dev }: { dev: boolean }): Promise<Running> {
  const { server: place, service, preset, access, sessionsFile } = desk.config
  const withoutAccounts = preset !== null && !access.signIn
  const inherited = service.sockets > 0
  // An inherited socket may listen anywhere; there every request from elsewhere is refused by itself.
  if (!inherited) refuseOpenDesk(place.host, withoutAccounts)
  const pair = readPair(place)

  // Where an inherited socket listens is known too late, so it counts as reachable.
  const setupCode = needsSetup(desk) && (inherited || !LOOPBACK.test(place.host)) ? newCode() : null
  const sessions = openSessionStore(sessionsFile, desk)
  const hub = new LiveHub(desk)
  listenLive(desk, hub)
  const flag = new FlagKeeper(desk)
  const poller = new Poller(desk, openAdapter)
  listenSources(desk, poller)
  const app = createApp({ desk, store: sessions.store, hub, setupCode, dev, flag })
  const door = openDoor(app, pair, { files: place, log: desk.log, clock: desk.clock })
  const server = limited(door.server)
  await listen(server, inherited ? { fd: FIRST_SOCKET } : place)
  hub.start()
  flag.start()
  void poller.reload()
  const jobs = startJobs(desk)
  await desk.storage.sweep(desk.clock.now())

  return {
    url: urlOf(door.scheme, server, inherited ? null : place.host),
    setupCode,
    reload: door.reload,
    stop: async () => {
      hub.stop()
      door.unfollow()
      await Promise.all([closed(server), flag.stop(), poller.stop(), jobs.stop()])
      sessions.close()
      await desk.db.close()
    },
  }
}

function urlOf(scheme: string, server: Server, name: string | null): string {
  const { address, port } = server.address() as AddressInfo
  const host = name ?? address
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
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

type Place = { readonly host: string; readonly port: number } | { readonly fd: number }

function listen(server: Server, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    if ('fd' in place) return void server.once('error', reject).listen(place, resolve)
    const { host, port } = place
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
