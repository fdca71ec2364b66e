import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openCsvSource, type CsvOptions } from '#features/imports/source.ts'
import type { ImportSource, IncomingTicket, Rejected } from '#features/imports/types.ts'
import { ROOT } from './desk.ts'

export type Read = { readonly source: ImportSource; readonly tickets: IncomingTicket[]; readonly rejected: Rejected[] }

export const fixture = (name: string) => path.join(ROOT, 'tests/fixtures/imports', name)

/** Real exports, which lie beside the project and are never part of it. */
export const realFile = (name: string) => path.resolve(ROOT, '../shared/data', name)

/** A file that is gone after the test. */
export function written(content: string | Uint8Array, name = 'tickets.csv'): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pennant-file-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(path.join(folder, name), content)
  return path.join(folder, name)
}

export async function readAll(source: ImportSource): Promise<Read> {
  const tickets: IncomingTicket[] = []
  const rejected: Rejected[] = []
  for await (const incoming of source.records()) {
    if (incoming.kind === 'ticket') tickets.push(incoming.ticket)
    else rejected.push({ line: incoming.line, reason: incoming.reason })
  }
  return { source, tickets, rejected }
}

export const readCsv = async (file: string, options: Partial<CsvOptions> = {}): Promise<Read> =>
  readAll(await openCsvSource(file, { zone: 'UTC', ...options }))

export const utc = (text: string) => Date.parse(`${text}Z`)
