import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>

/** One line of JSON an event on standard output; secrets are blanked wherever they might slip in. */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Log {
  const options = {
    level,
    serializers: { error: pino.stdSerializers.err },
    redact: [
      'password',
      '*.password',
      'secret',
      '*.secret',
      'headers.cookie',
      'headers.authorization',
      'token',
      '*.token',
    ],
  }
  return pino(options, to)
}

export const silentLog: Log = pino({ level: 'silent' })
