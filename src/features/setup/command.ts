import type { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { AppError, messageOf } from '#lib/errors.ts'
import type { OpenDesk } from '#src/desk.ts'
import { problemsOf } from '#web/form.ts'
import { setupForm } from './schema.ts'
import { setUp } from './service.ts'

type Options = {
  readonly preset: string
  readonly company?: string
  readonly adminName?: string
  readonly adminEmail?: string
  readonly adminPasswordFile?: string
  readonly zone?: string
}

/** The first run, for machines without a browser. */
export function registerSetupCommand(program: Command, open: OpenDesk): void {
  program
    .command('setup')
    .description('choose a preset and make the first admin')
    .requiredOption('--preset <name>', 'personal, team or facilities')
    .option('--company <name>', 'shown beside the pennant')
    .option('--admin-name <name>', 'the name of the first admin')
    .option('--admin-email <mail>', 'the mail address the first admin signs in with')
    .option('--admin-password-file <file>', 'a file that holds the password; - reads it from standard input')
    .option('--zone <zone>', 'the time zone, such as Europe/Berlin')
    .action(async (options: Options) => {
      const form = setupForm.safeParse({
        preset: options.preset,
        company: options.company ?? '',
        name: options.adminName ?? nameFrom(options.adminEmail),
        email: options.adminEmail ?? '',
        password: options.adminPasswordFile === undefined ? '' : readPassword(options.adminPasswordFile),
        zone: options.zone ?? '',
      })
      if (!form.success) throw new AppError('invalid', inWords(problemsOf(form.error)))
      const { desk, close } = await open()
      await setUp(desk, form.data, null).finally(close)
      console.log(`Set up as ${form.data.preset}. Start it with: npm start`)
    })
}

const OPTIONS: Readonly<Record<string, string>> = {
  preset: '--preset',
  name: '--admin-name',
  email: '--admin-email',
  password: '--admin-password-file',
  zone: '--zone',
  company: '--company',
}

const inWords = (problems: Readonly<Record<string, string>>): string =>
  Object.entries(problems)
    .map(([field, problem]) => `${OPTIONS[field] ?? field}: ${problem}`)
    .join('\n')

const nameFrom = (email: string | undefined): string => email?.split('@')[0] ?? ''

function readPassword(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new AppError('invalid', `--admin-password-file: ${messageOf(cause)}`, { cause })
  }
}
