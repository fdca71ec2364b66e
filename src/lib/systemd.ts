import { spawn } from 'node:child_process'

const PATIENCE_MS = 10_000
/** A ping may be withheld now and then, while much is being saved, without ending the service. */
const PINGS_PER_INTERVAL = 4

/** Tells the service manager how things stand, such as `READY=1`; never fails, and never waits long. */
export type Notify = (...states: readonly string[]) => Promise<void>

type Line = { readonly socket: string | null; readonly pid: number; readonly failed: (reason: string) => void }

/** Without a socket nobody is told anything. Node cannot send to one itself, so `systemd-notify` does. */
export function notifier({ socket, pid, failed }: Line): Notify {
  if (socket === null) return () => Promise.resolve()
  return (...states) =>
    new Promise((resolve) => {
      const child = spawn('systemd-notify', [`--pid=${pid}`, ...states], {
        stdio: 'ignore',
        env: { NOTIFY_SOCKET: socket },
        timeout: PATIENCE_MS,
      })
      child.once('error', ({ message }) => {
        failed(message)
        resolve()
      })
      child.once('exit', (code) => {
        if (code !== 0) failed(`systemd-notify ended with ${code ?? 'a signal'}`)
        resolve()
      })
    })
}

type Watch = { readonly intervalMs: number; readonly alive: () => Promise<void>; readonly notify: Notify }

/** Pings while `alive` answers; when it fails or hangs the ping is withheld. Answers how to end it. */
export function keepWatchdog({ intervalMs, alive, notify }: Watch): () => void {
  let asking = false
  const ask = async () => {
    if (asking) return
    asking = true
    const fine = await alive().then(
      () => true,
      () => false,
    )
    if (fine) await notify('WATCHDOG=1')
    asking = false
  }
  const timer = setInterval(() => void ask(), intervalMs / PINGS_PER_INTERVAL)
  return () => clearInterval(timer)
}
