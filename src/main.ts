import path from 'node:path'
import { loadConfig } from '#config/load.ts'
import { AppError } from '#lib/errors.ts'
import { createLog } from '#lib/logger.ts'
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
    stopOnSignal(running)
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

function stopOnSignal(running: Running): void {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(1)
    stopping = true
    void running.stop().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
