import { HttpFailure, httpFailureOf } from './http-failure.ts'
import { whyNotAsk } from './http-guard.ts'

const MEGABYTE = 1024 * 1024

export type HttpReply = { readonly status: number; readonly headers: Headers; readonly text: string }
export type HttpAsk = { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal }

/** Throws `HttpFailure`, or what its caller aborted with. */
export type HttpClient = { readonly get: (pathAndQuery: string, ask: HttpAsk) => Promise<HttpReply> }

type Settings = {
  readonly fetch: typeof globalThis.fetch
  /** The only one that is ever asked: `https://name`, or this machine. */
  readonly origin: string
  /** For the whole answer, its body included. */
  readonly timeoutMs?: number
  readonly mostBytes?: number
}

/** A client of one origin, which never follows to another and never waits or reads without end. */
export function createHttpClient(settings: Settings): HttpClient {
  const { origin, timeoutMs = 30_000, mostBytes = 32 * MEGABYTE } = settings
  const { host } = new URL(origin)

  return {
    get: async (pathAndQuery, { headers, signal }) => {
      const url = allowedUrl(origin, pathAndQuery)
      const timer = abortAfter(timeoutMs, signal)
      try {
        const response = await settings.fetch(url, {
          headers: { Accept: 'application/json', 'User-Agent': 'Pennant', ...headers },
          // Followed by hand, which is to say never: where an answer points to must not be sent the key.
          redirect: 'manual',
          signal: timer.signal,
        })
        refuseRedirect(response, host)
        return { status: response.status, headers: response.headers, text: await readText(response, mostBytes) }
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof HttpFailure) throw error
        if (timer.signal.aborted) throw new HttpFailure('timeout', `${host} did not answer in time.`)
        throw httpFailureOf(error, host)
      } finally {
        timer.clear()
      }
    },
  }
}

function allowedUrl(origin: string, pathAndQuery: string): URL {
  const wrong = whyNotAsk(origin)
  if (wrong !== null) throw new HttpFailure('not-allowed', wrong)

  const url = new URL(pathAndQuery, origin)
  if (url.origin !== origin) throw new HttpFailure('not-allowed', `${url.host} is not ${new URL(origin).host}.`)
  return url
}

/** `AbortSignal.any` would leave a listener on a signal that lives as long as the program. */
function abortAfter(timeoutMs: number, outer: AbortSignal): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, timeoutMs)
  outer.addEventListener('abort', abort, { once: true })
  if (outer.aborted) abort()
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer)
      outer.removeEventListener('abort', abort)
    },
  }
}

function refuseRedirect(response: Response, host: string): void {
  if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) return

  const target = response.headers.get('location') ?? ''
  const elsewhere = URL.canParse(target) ? ` to ${new URL(target).host}` : ''
  void response.body?.cancel()
  throw new HttpFailure('redirect', `${host} sends us on${elsewhere}, and we do not follow.`)
}

async function readText(response: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const body: ReadableStream<Uint8Array> | null = response.body
  const reader = body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    bytes += part.value.byteLength
    if (bytes > mostBytes) {
      void reader?.cancel()
      throw new HttpFailure('too-large', `The answer is larger than ${Math.round(mostBytes / MEGABYTE)} MB.`)
    }
    chunks.push(part.value)
  }
  return new TextDecoder().decode(Buffer.concat(chunks, bytes))
}
