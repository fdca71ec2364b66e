import { fieldsInUse } from '#features/fields/queries.ts'
import { InvalidArgumentError, type Command } from 'commander'
import type { Actor } from '#domain/actor.ts'
import { isZone } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import type { DateOrder } from './dates.ts'
import type { ColumnMap } from './detect.ts'
import { readMap } from './map.ts'
import { ownTerminal, progressIn, type Terminal } from './progress.ts'
import { reportLines } from './report.ts'
import { importTickets } from './service.ts'
import { openCsvSource } from './source.ts'
import { openTicketTracker } from './tickettracker.ts'
import type { ImportSource } from './types.ts'

export type OpenDesk = () => Promise<{ readonly desk: Desk; readonly close: () => Promise<void> }>

type Options = { readonly preview?: true; readonly zone?: string }
type CsvOptions = Options & { readonly map?: ColumnMap; readonly dates?: DateOrder }

/** Adds `import csv` and `import tickettracker`; a file that brings nothing at all ends with exit code 1. */
export function registerImportCommands(program: Command, openDesk: OpenDesk, terminal: Terminal = ownTerminal()): void {
  const run = runIn(openDesk, terminal)
  const imports = program.command('import').description('bring in tickets of another system')

  withCommon(imports.command('csv'))
    .description('a table of tickets: ServiceNow, Freshservice, Freshdesk, Zendesk, Jira, osTicket or any other')
    .option('--map <pairs>', 'columns by hand: title=Summary,priority=Prio, or a JSON file', mapOption)
    .option('--dates <order>', 'dmy or mdy, where the dates can be read both ways', orderOption)
    .action(async (file: string, options: CsvOptions) => {
      await run(options, (desk) =>
        openCsvSource(file, {
          zone: options.zone ?? desk.config.timeZone,
          fields: fieldsInUse(desk, 'ticket'),
          ...(options.map && { map: options.map }),
          ...(options.dates && { order: options.dates }),
        }),
      )
    })

  withCommon(imports.command('tickettracker'))
    .description('a file of TicketTracker (JSON)')
    .action(async (file: string, options: Options) => {
      await run(options, ({ config }) => openTicketTracker(file, options.zone ?? config.timeZone))
    })
}

const withCommon = (command: Command): Command =>
  command
    .argument('<file>')
    .option('--preview', 'show what would happen, and change nothing')
    .option('--zone <zone>', 'the time zone of times that name none, such as Europe/Berlin', zoneOption)

function runIn(openDesk: OpenDesk, terminal: Terminal) {
  return async (options: Options, open: (desk: Desk) => Promise<ImportSource>): Promise<void> => {
    const { desk, close } = await openDesk()
    const progress = progressIn(terminal)
    try {
      const source = await open(desk)
      const order = { source, preview: options.preview ?? false, onProgress: progress.show }
      const report = await importTickets(desk, operator(desk), order).finally(progress.stop)

      for (const line of reportLines(report, source)) terminal.write(`${line}\n`)
      if (report.created + report.skipped === 0) process.exitCode = 1
    } finally {
      await close()
    }
  }
}

/** Who may type commands on this machine may do everything. */
const operator = ({ config }: Desk): Actor => ({
  personId: null,
  name: 'Import',
  role: 'admin',
  zone: config.timeZone,
  sees: 'all',
  sites: null,
})

function zoneOption(text: string): string {
  if (!isZone(text)) throw new InvalidArgumentError('It is no time zone such as Europe/Berlin.')
  return text
}

function orderOption(text: string): DateOrder {
  if (text !== 'dmy' && text !== 'mdy') throw new InvalidArgumentError('Say dmy or mdy.')
  return text
}

function mapOption(text: string): ColumnMap {
  try {
    return readMap(text)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}
