import { realpathSync } from 'node:fs'
import path from 'node:path'
import { AGENTS_FILE, REQUESTERS_FILE, ticketFileName, writePeople, writeTicket } from '#domain/ticket-file.ts'
import { conflict } from '#lib/errors.ts'
import { dateOf } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { audit } from '#features/audit/service.ts'
import { archiveOthers, openExportFolder, type ExportFolder } from './folder.ts'
import { filedNumber, filedTicket } from './filed.ts'
import { agentRows, isExported, requesterRows, ticketBatches, type TicketRow } from './queries.ts'

const AT_ONCE = 16
/** Whoever may run the command. */
const OPERATOR = { personId: null, name: 'Command line' }

export type ExportReport = {
  readonly tickets: number
  /** How many files were new or different. */
  readonly written: number
  readonly archived: number
  readonly agents: number
  readonly requesters: number
  /** Tickets whose number is no name for a file, or is another ticket's, in words. */
  readonly leftOut: readonly string[]
}

export type ExportOrder = {
  readonly directory: string
  /** Also those that are done. */
  readonly all: boolean
  readonly onProgress?: (tickets: number) => void
}

/** Writes tickets as a Ticket Dash folder; the same state again touches no file. */
export async function exportTicketDash(desk: Desk, order: ExportOrder): Promise<ExportReport> {
  const directory = path.resolve(order.directory)
  refuseOwnSource(desk, directory)
  const folder = await openExportFolder(directory)
  // Before anything leaves: an export that breaks off has taken tickets along, too.
  const details = { for: 'Ticket Dash', tickets: order.all ? 'all' : 'in work' }
  await audit(desk, { actor: OPERATOR, action: 'tickets.exported', subject: 'Ticket Dash folder', details })
  const lists = await writeLists(desk, folder, order)
  const tally = { tickets: 0, written: 0, leftOut: [] as string[] }
  for (const batch of ticketBatches(desk, order)) {
    const fit = batch.filter((row) => wrongWith(row) === null)
    tally.leftOut.push(...batch.flatMap((row) => wrongWith(row) ?? []))
    tally.written += await writeTickets(desk, folder, fit)
    tally.tickets += fit.length
    order.onProgress?.(tally.tickets)
  }
  const date = dateOf(desk.clock.now(), desk.config.timeZone)
  const archived = await archiveOthers(folder.tickets, { date, isExported: (id) => isExported(desk, id, order) })
  return { ...tally, ...lists, archived }
}

/** A desk that read what it writes would see its own tickets twice. */
function refuseOwnSource({ config }: Desk, directory: string): void {
  const written = [directory, path.join(directory, 'tickets')].map(real)
  for (const source of config.sources)
    if (source.kind === 'folder' && written.includes(real(source.directory)))
      throw conflict(`${directory} is mirrored here as ${source.name}. Choose another folder.`)
}

function real(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

async function writeLists(desk: Desk, { tickets, write }: ExportFolder, order: ExportOrder) {
  const agents = agentRows(desk, order)
  const requesters = requesterRows(desk, order)
  // Before the tickets, so that nobody meets a number without a name.
  await write(path.dirname(tickets), AGENTS_FILE, writePeople(agents))
  await write(path.dirname(tickets), REQUESTERS_FILE, writePeople(requesters))
  return { agents: agents.length, requesters: requesters.length }
}

async function writeTickets({ config }: Desk, folder: ExportFolder, rows: readonly TicketRow[]): Promise<number> {
  let written = 0
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const done = await Promise.all(
      rows.slice(from, from + AT_ONCE).map((row) => {
        const text = writeTicket(filedTicket(row, config.priorities))
        return folder.write(folder.tickets, ticketFileName(filedNumber(row)), text)
      }),
    )
    written += done.filter(Boolean).length
  }
  return written
}

function wrongWith(row: TicketRow): string | null {
  const number = filedNumber(row)
  const name = row.sourceName === null ? `Ticket ${row.id}` : `${row.sourceName} ${number}`
  if (!/^[1-9]\d{0,19}$/.test(number)) return `${name} has no number that could name a file.`
  return row.taken === 1 ? `${name} has the number of another mirrored ticket.` : null
}
