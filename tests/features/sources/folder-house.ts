import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { SourceAdapter } from '#features/sources/adapter.ts'
import { openAdapter } from '#features/sources/adapters.ts'
import type { Source } from '#features/sources/mirror/service.ts'
import { ensureSources, pollSource, type Polled } from '#features/sources/service.ts'
import { openHouse, type House } from '../../support/house.ts'
import { never } from './freshservice-house.ts'
import type { MirroredRow } from './mirror-house.ts'

export type FolderHouse = House & {
  /** Holds `tickets/`, `agents.txt` and `requesters.txt`. */
  readonly folder: string
  readonly source: Source
  readonly adapter: SourceAdapter
  readonly put: (id: number | string, fields?: object) => void
  readonly write: (name: string, text: string) => void
  readonly remove: (name: string) => void
  readonly poll: () => Promise<Polled>
  /** As another run of the program would. */
  readonly restart: () => () => Promise<Polled>
  readonly here: (externalId: number | string) => MirroredRow | undefined
}

/** A ticket as a file holds it. */
export const ticketText = (id: number | string, fields: object = {}): string =>
  JSON.stringify(
    {
      id: Number(id),
      subject: `Ticket ${id}`,
      description_text: 'What it is about.',
      status: 2,
      priority: 2,
      type: 'Incident',
      requester_id: 901,
      responder_id: 501,
      created_at: '2026-11-20T09:00:00Z',
      updated_at: '2026-11-20T10:00:00Z',
      fr_due_by: '2026-11-21T08:00:00Z',
      due_by: '2026-11-25T09:00:00Z',
      stats: { first_responded_at: null, agent_responded_at: null },
      ...fields,
    },
    null,
    4,
  )

export function layFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(path.join(folder, 'tickets'))
  return folder
}

/** A desk that mirrors a real folder. */
export async function openFolderHouse(settings: object = {}, folder = layFolder()): Promise<FolderHouse> {
  const house = await openHouse({ config: { ticket_folder: { directory: folder, ...settings } } })
  const { desk } = house
  const [source] = await ensureSources(desk)
  if (!source) throw new Error('This desk mirrors nothing.')
  const adapter = openAdapter(desk, source.config)
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text)
  const pollWith = (used: SourceAdapter) => () => pollSource(desk, { source, adapter: used, signal: never })
  return {
    ...house,
    folder,
    source,
    adapter,
    write,
    put: (id, fields) => write(`tickets/${id}.txt`, ticketText(id, fields)),
    remove: (name) => rmSync(path.join(folder, name), { recursive: true }),
    poll: async () => {
      // A poll is due when its interval is over.
      house.clock.pass(30_000)
      return pollWith(adapter)()
    },
    restart: () => pollWith(openAdapter(desk, source.config)),
    here: (externalId) =>
      desk.db.sql.get<MirroredRow>(
        `SELECT id, title, status, priority, section, overdueAt, archivedAt, missedSnapshots, holdReason FROM Ticket
         WHERE externalId = @id AND sourceId IS NOT NULL`,
        { id: String(externalId) },
      ),
  }
}
