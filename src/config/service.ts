/** What the service manager told this process when it started it. */
export type Service = {
  readonly notifySocket: string | null
  /** How long it waits for a sign of life before it starts Pennant anew. */
  readonly watchdogMs: number | null
  /** How many listening sockets it handed over, from file descriptor 3 on. */
  readonly sockets: number
  readonly credentialsFolder: string | null
}

export const NO_SERVICE: Service = { notifySocket: null, watchdogMs: null, sockets: 0, credentialsFolder: null }

/** Reads sd_notify's and sd_listen_fds's variables; those meant for another process than `pid` are not ours. */
export function serviceOf(env: Readonly<Record<string, string | undefined>>, pid: number): Service {
  const ours = (name: string) => env[name] === undefined || env[name] === String(pid)
  const watchdogMs = Math.floor(numberOf(env.WATCHDOG_USEC) / 1000)
  return {
    notifySocket: textOf(env.NOTIFY_SOCKET),
    watchdogMs: watchdogMs > 0 && ours('WATCHDOG_PID') ? watchdogMs : null,
    sockets: env.LISTEN_PID === String(pid) ? numberOf(env.LISTEN_FDS) : 0,
    credentialsFolder: textOf(env.CREDENTIALS_DIRECTORY),
  }
}

const textOf = (text: string | undefined) => (text === undefined || text === '' ? null : text)
const numberOf = (text: string | undefined) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0)
