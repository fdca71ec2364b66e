import type { Command } from 'commander'
import type { OpenDesk } from '#src/desk.ts'
import { audit } from '#features/audit/service.ts'
import { exportTicketDash, type ExportReport } from './service.ts'

/** Whoever may run commands on this machine. */
const COMMAND_LINE = { personId: null, name: 'The command line' }
const LINE_EVERY = 1000
const MOST_NAMED = 5

type Options = { readonly all: boolean }

/** Adds `export ticket-dash`. */
export function registerExportCommands(program: Command, open: OpenDesk): void {
  program
    .command('export')
    .description('write tickets for another system')
    .command('ticket-dash')
    .description('a folder as Ticket Dash reads it: tickets/*.txt, agents.txt, requesters.txt')
    .argument('<directory>')
    .option('--all', 'also the tickets that are done', false)
    .action(async (directory: string, { all }: Options) => {
      const { desk, close } = await open()
      try {
        const report = await exportTicketDash(desk, { directory, all, onProgress: progress() })
        await audit(desk, {
          actor: COMMAND_LINE,
          action: 'tickets.exported',
          subject: `${counted(report.tickets, 'ticket')} as Ticket Dash files`,
          details: { directory, all },
        })
        for (const line of reportLines(report)) console.log(line)
      } finally {
        await close()
      }
    })
}

/** A line every thousand tickets, for those who wait. */
function progress(): (tickets: number) => void {
  let told = 0
  return (tickets) => {
    const done = Math.floor(tickets / LINE_EVERY)
    if (done > told) console.log(`${tickets} tickets so far`)
    told = done
  }
}

function reportLines({ tickets, written, archived, agents, requesters, leftOut }: ExportReport): readonly string[] {
  const more = leftOut.length - MOST_NAMED
  return [
    `${counted(tickets, 'ticket')}: ${written} written, ${tickets - written} as before, ${archived} archived.`,
    `${counted(agents, 'agent')}, ${counted(requesters, 'requester')}.`,
    ...(leftOut.length > 0 ? [`${counted(leftOut.length, 'ticket')} left out:`] : []),
    ...leftOut.slice(0, MOST_NAMED).map((words) => `  ${words}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`
