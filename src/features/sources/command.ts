import { Command } from 'commander'
import type { RemoteTicket } from '#domain/remote.ts'
import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/printable.ts'
import type { Desk, OpenDesk } from '#src/desk.ts'
import type { SourceAdapter } from './adapter.ts'
import { openAdapter } from './adapters.ts'
import { SourceFailure } from './failure.ts'
import type { Source } from './mirror/service.ts'
import { ensureSources, pollSource } from './service.ts'

type Opened = { readonly desk: Desk; readonly source: Source; readonly adapter: SourceAdapter }

export function registerSourceCommands(program: Command, open: OpenDesk): void {
  const source = program.command('source').description('look at mirrored systems and read them')
  const withName = (command: Command) => command.option('--source <name>', 'which one, where there are several')

  withName(source.command('check'))
    .description('try the connection and explain what is wrong with it')
    .action((options: Chosen) => withSource(open, options, check))
  withName(source.command('poll'))
    .description('read what changed now, also while the server runs')
    .option('--full', 'compare everything as well', false)
    .action((options: Chosen & { full: boolean }) => withSource(open, options, (opened) => poll(opened, options)))
  withName(source.command('show-ticket'))
    .description('print one ticket as the mirrored system has it')
    .argument('<id>', 'its number there')
    .action((id: string, options: Chosen) => withSource(open, options, (opened) => showTicket(opened, id)))
}

type Chosen = { readonly source?: string }

async function withSource(open: OpenDesk, chosen: Chosen, act: (opened: Opened) => Promise<boolean>): Promise<void> {
  const { desk, close } = await open()
  try {
    const source = choose(await ensureSources(desk), chosen)
    if (!(await act({ desk, source, adapter: openAdapter(desk, source.config) }))) process.exitCode = 1
  } catch (error) {
    throw error instanceof SourceFailure ? new AppError('unavailable', wordsOf(error), { cause: error }) : error
  } finally {
    await close()
  }
}

const wordsOf = ({ message, remedy }: SourceFailure) => (remedy === null ? message : `${message} ${remedy}`)

function choose(sources: readonly Source[], { source: name }: Chosen): Source {
  const wanted = sources.filter(({ config }) => name === undefined || [config.name, config.kind].includes(name))
  const [only, ...more] = wanted
  if (only && more.length === 0) return only

  const names = sources.map(({ config }) => config.name).join(', ')
  if (sources.length === 0)
    throw new AppError(
      'invalid',
      'Nothing is mirrored. Add "freshservice" or "ticket_folder" to config.json, or use the page Sources.',
    )
  throw new AppError('invalid', `Choose one with --source: ${names}.`)
}

async function check({ adapter }: Opened): Promise<boolean> {
  const findings = await adapter.check(AbortSignal.timeout(60_000))
  for (const { ok, text, remedy } of findings) {
    console.log(
      `${ok ? (remedy === null ? 'ok     ' : 'note   ') : 'failed '} ${printable(text)}${remedy === null ? '' : ` ${remedy}`}`,
    )
  }
  return findings.every(({ ok }) => ok)
}

async function poll({ desk, source, adapter }: Opened, { full }: { full: boolean }): Promise<boolean> {
  const { ok, seen, changed, error } = await pollSource(
    desk,
    { source, adapter, signal: new AbortController().signal },
    { full },
  )
  console.log(`${source.config.name}: ${seen} read, ${changed} changed here.`)
  if (error !== null) console.log(printable(error))
  return ok
}

async function showTicket({ source, adapter }: Opened, id: string): Promise<boolean> {
  const ticket = await adapter.get(id, AbortSignal.timeout(60_000))
  if (ticket === null) throw new AppError('not-found', `${source.config.name} has no ticket ${id}.`)
  console.log(JSON.stringify(readable(ticket), null, 2))
  return true
}

/** Times as people write them. */
const readable = (ticket: RemoteTicket): object =>
  Object.fromEntries(
    Object.entries(ticket).map(([name, value]) => [
      name,
      name.endsWith('At') && typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  )
