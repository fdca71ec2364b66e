import path from 'node:path'
import { loadConfig } from '#config/load.ts'
import type { Desk } from '#src/desk.ts'
import { AppError } from '#lib/errors.ts'
import { createLog } from '#lib/logger.ts'
import { keepWatchdog, notifier } from '#lib/systemd.ts'
import { checkAlive } from '#features/health/service.ts'
import { openDesk } from '#src/open-desk.ts'
import { startServer, type Running } from '#src/server.ts'

const root = path.resolve(import.meta.dirname, '..')

/** Starts Pennant and stays; answers a request to stop by finishing what it has begun. */
export async function main({ dev }: { dev: boolean }): Promise<void> {
  const log = createLog(process.stdout.isTTY ? 'warn' : 'info')
  try {
    const config = loadConfig(root)
    for (const note of config.notes) console.log(`Note: ${note}`)
    const desk = await openDesk({ root, config, log })
    const running = await startServer(desk, { dev })
    greet(running)
    stopOnSignal(running, underService(desk, running))
    // On a terminal SIGHUP means that the window was closed, which ends Pennant.
    if (!process.stdout.isTTY) process.on('SIGHUP', running.reload)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
  process.on('unhandledRejection', (error) => log.error({ error }, 'A promise failed unheard'))
}

function greet({ url, setupCode }: Running): void {
  console.log(`Pennant is ready: ${url}`)
  if (setupCode !== null) console.log(`The first-run page asks for this code: ${setupCode}`)
}

/** Tells the service manager that requests are answered, and shows it from then on; answers how to take leave of it. */
function underService(desk: Desk, { url }: Running): () => Promise<void> {
  const { notifySocket, watchdogMs } = desk.config.service
  const notify = notifier({
    socket: notifySocket,
    pid: process.pid,
    failed: (reason) => desk.log.error(`The service manager could not be told how things stand: ${reason}`),
  })
  void notify('READY=1', `STATUS=Listening on ${url}`)
  const rest =
    watchdogMs === null ? null : keepWatchdog({ intervalMs: watchdogMs, alive: () => checkAlive(desk), notify })
  return () => {
    rest?.()
    return notify('STOPPING=1', 'STATUS=Finishing what was begun')
  }
}

function stopOnSignal(running: Running, leaveService: () => Promise<void>): void {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    void Promise.all([leaveService(), running.stop()]).then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
