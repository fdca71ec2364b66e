import type { Response } from 'express'
import { pipeline } from 'node:stream/promises'
import { notFound } from '#lib/errors.ts'
import { isInlineImage } from '#lib/file-names.ts'
import type { Desk } from '#src/desk.ts'

type Stored = {
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly type: string
  /** How long browsers may keep it; an hour by default. */
  readonly cache?: string
}

/** Sends what somebody uploaded: pictures are shown, all else is saved, and nothing in it may run. */
export async function sendStoredFile({ storage }: Desk, response: Response, file: Stored): Promise<void> {
  if (!(await storage.has(file.sha256))) throw notFound('attachment')

  const shown = isInlineImage(file.type)
  response.set({
    'Content-Type': shown ? file.type : 'application/octet-stream',
    'Content-Length': String(file.size),
    'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeRfc5987(file.name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': file.cache ?? 'private, max-age=3600, no-transform',
    'X-Content-Type-Options': 'nosniff',
  })
  await pipeline(storage.read(file.sha256), response).catch((error: unknown) => {
    // A reader who leaves half-way is not a failure of ours.
    if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}

const encodeRfc5987 = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
