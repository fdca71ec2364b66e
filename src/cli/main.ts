import { Command, CommanderError } from 'commander'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { loadConfig } from '#config/load.ts'
import { AppError } from '#lib/errors.ts'
import { createLog } from '#lib/logger.ts'
import { registerAuditCommand } from '#features/audit/command.ts'
import { registerCertificateCommand } from '#features/certificate/command.ts'
import { registerExportCommands } from '#features/exports/command.ts'
import { registerFlagCommand } from '#features/flag/command.ts'
import { registerImportCommands } from '#features/imports/command.ts'
import { registerPeopleCommands } from '#features/people/command.ts'
import { registerSourceCommands } from '#features/sources/command.ts'
import { registerSetupCommand } from '#features/setup/command.ts'
import type { OpenDesk } from '#src/desk.ts'
import { main } from '#src/main.ts'
import { openDesk } from '#src/open-desk.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Runs one command. 0 it went well, 1 it did not, 2 it was not understood. */
export async function runCli(argv: readonly string[]): Promise<number> {
  try {
    await commands().parseAsync([...argv])
    return process.exitCode === undefined ? 0 : Number(process.exitCode)
  } catch (error) {
    return exitCodeOf(error)
  }
}

const open: OpenDesk = async () => {
  const desk = await openDesk({ root, config: loadConfig(root), log: createLog('error') })
  return { desk, close: () => desk.db.close() }
}

function commands(): Command {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
  const program = new Command('pennant')
    .description('A private helpdesk with one colour that says how urgent it is right now.')
    .version(version)
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 not understood.')

  program.command('serve').description('start Pennant and stay, as npm start does').action(serve)
  program.command('config').description('check the configuration and say where everything lives').action(showConfig)
  registerSetupCommand(program, open)
  registerImportCommands(program, open)
  registerExportCommands(program, open)
  registerSourceCommands(program, open)
  registerFlagCommand(program, open)
  registerPeopleCommands(program, open)
  registerAuditCommand(program, open)
  registerCertificateCommand(program, () => loadConfig(root))
  strict(program)
  return program
}

/** A wrong option ends in an error we can answer, at every level. */
function strict(command: Command): void {
  command.exitOverride().showHelpAfterError('Add --help to see what there is.')
  command.commands.forEach(strict)
}

async function serve(): Promise<void> {
  await main({ dev: false })
  if (process.exitCode === undefined) await new Promise<never>(() => undefined)
}

function showConfig(): void {
  const config = loadConfig(root)
  console.log(
    `Configuration: ${config.file}${config.preset === null ? ' (not there yet)' : `, preset ${config.preset}`}`,
  )
  console.log(`Database:      ${config.databaseFile}`)
  console.log(`Attachments:   ${config.uploads.folder}`)
  for (const note of config.notes) console.log(`Note: ${note}`)
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  return 1
}
