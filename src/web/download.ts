import type { Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

type Download = { readonly name: string; readonly type: 'text/csv' | 'application/json' }

/** Sends text as a file while it is made; a reader who leaves half-way is not a failure. */
export async function sendDownload(
  response: Response,
  pieces: Iterable<string> | AsyncIterable<string>,
  { name, type }: Download,
): Promise<void> {
  response.set({
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  await pipeline(Readable.from(pieces), response).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
