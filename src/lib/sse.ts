import type { Response } from 'express'

/** An open stream of server-sent events. */
export type Stream = { readonly send: (event: string, data: object) => void; readonly close: () => void }

/** Opens a stream; proxies and compression must not hold its events back. */
export function openStream(response: Response): Stream {
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' })
  response.flushHeaders()
  response.write('retry: 3000\n\n')
  return {
    send: (event, data) => void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    close: () => void response.end(),
  }
}
