import { watch } from 'node:fs'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import path from 'node:path'
import { readPair, type CertificateFiles, type Pair } from '#lib/certificate-files.ts'
import type { Clock } from '#lib/clock.ts'
import { AppError, messageOf } from '#lib/errors.ts'
import type { Log } from '#lib/logger.ts'

// Shorter than the patience of a stop, so that a silent connection cannot hold the doors open.
const HANDSHAKE_MS = 5000
// Certificate and key are replaced one after the other.
const SETTLED_MS = 500

export type Door = {
  readonly server: Server
  readonly scheme: 'http' | 'https'
  /** Takes up the files as they are now; a broken pair leaves the one before in place and is logged. */
  readonly reload: () => void
  readonly unfollow: () => void
}

type Around = { readonly files: CertificateFiles; readonly log: Log; readonly clock: Clock }

/** HTTPS when there is a pair, which is then followed as it is replaced; HTTP when there is none. */
export function openDoor(answer: RequestListener, pair: Pair | null, around: Around): Door {
  const nothing = () => undefined
  if (pair === null) return { server: createHttpServer(answer), scheme: 'http', reload: nothing, unfollow: nothing }

  warnOfDates(pair, around)
  const server = createHttpsServer({ ...secureContext(pair), handshakeTimeout: HANDSHAKE_MS }, answer)
  const reload = reloader(server, pair, around)
  return { server, scheme: 'https', reload, unfollow: follow(around, reload) }
}

const secureContext = ({ cert, key }: Pair) => ({ cert, key, minVersion: 'TLSv1.2' as const })

/** An expired certificate is still better than a desk that does not start; browsers will say so. */
function warnOfDates({ validFromAt, validToAt }: Pair, { files, log, clock }: Around): void {
  const now = clock.now()
  if (validToAt < now)
    log.warn(`The certificate ${files.certificate} has expired. Browsers will warn until it is replaced.`)
  if (validFromAt > now)
    log.warn(`The certificate ${files.certificate} is not valid yet. Browsers will warn until it is.`)
}

function reloader(server: HttpsServer, first: Pair, around: Around): () => void {
  let inUse = first
  let complaint = ''
  return () => {
    try {
      const pair = readPair(around.files)
      if (pair === null) throw new AppError('invalid', 'Certificate and key are both gone.')
      complaint = ''
      if (pair.cert === inUse.cert && pair.key === inUse.key) return

      server.setSecureContext(secureContext(pair))
      inUse = pair
      warnOfDates(pair, around)
      around.log.info('The certificate was renewed')
    } catch (error) {
      const words = messageOf(error)
      if (words !== complaint)
        around.log.error({ error }, `The certificate in use stays, for the new one is no good. ${words}`)
      complaint = words
    }
  }
}

/** Watches the folders: a file that is replaced by renaming is a new one, which a watch on the old would miss. */
function follow({ files, log }: Around, reload: () => void): () => void {
  let settled: NodeJS.Timeout | undefined
  const soon = () => {
    clearTimeout(settled)
    settled = setTimeout(reload, SETTLED_MS)
  }
  const folders = new Set([path.dirname(files.certificate), path.dirname(files.key)])
  const watchers = [...folders].map((folder) =>
    watch(folder, soon).on('error', (error) =>
      log.warn({ error }, `${folder} is no longer watched for a new certificate; SIGHUP still takes one up.`),
    ),
  )
  return () => {
    clearTimeout(settled)
    for (const watcher of watchers) watcher.close()
  }
}
