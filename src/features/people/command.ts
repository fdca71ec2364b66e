import type { Command } from 'commander'
import type { Actor } from '#domain/actor.ts'
import { ROLE_WORDS } from '#domain/roles.ts'
import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/printable.ts'
import { without } from '#lib/without.ts'
import { makeOneTimeLink } from '#features/passwords/service.ts'
import type { Desk, OpenDesk } from '#src/desk.ts'
import { problemsOf } from '#web/form.ts'
import { createPerson } from './edit/service.ts'
import { listedPeople } from './list/queries.ts'
import { peopleQuery } from './list/schema.ts'
import { accountOf } from './queries.ts'
import { personForm, role as roleField, ROLE_PROBLEM } from './schema.ts'

type Adding = { readonly name: string; readonly email: string; readonly role: string; readonly invite: boolean }

const BATCH = 500

/** Adds `people add`, `people list` and `people reset-password`; each write is one short transaction. */
export function registerPeopleCommands(program: Command, open: OpenDesk): void {
  const people = program.command('people').description('write people down and let them in, also while the server runs')

  people
    .command('add')
    .description('write somebody down')
    .requiredOption('--name <name>', 'as others see it')
    .requiredOption('--email <mail>', 'what they sign in with')
    .requiredOption('--role <role>', 'client, agent or admin')
    .option('--invite', 'print a link with which they choose a password', false)
    .action((options: Adding) => withDesk(open, (desk) => add(desk, options)))
  people
    .command('list')
    .description('print who there is')
    .option('--role <role>', 'only these: client, agent or admin')
    .action(({ role }: { role?: string }) => withDesk(open, (desk) => list(desk, role)))
  people
    .command('reset-password')
    .description('print a link with which somebody chooses a new password, once')
    .argument('<mail>', 'what they sign in with')
    .action((email: string) => withDesk(open, (desk) => reset(desk, email)))
}

async function withDesk(open: OpenDesk, act: (desk: Desk) => Promise<void> | void): Promise<void> {
  const { desk, close } = await open()
  try {
    await act(desk)
  } finally {
    await close()
  }
}

async function add(desk: Desk, { name, email, role, invite }: Adding): Promise<void> {
  const form = personForm.safeParse({ name, email, role, company: '', jobTitle: '', phone: '', sites: '' })
  if (!form.success) throw refusal(problemsOf(form.error))
  const facts = without(form.data, 'invite')
  const { id } = await createPerson(desk, operator(desk), { facts, address: null })
  console.log(`Person ${id}: ${facts.name}, ${ROLE_WORDS[facts.role].toLowerCase()}.`)
  if (!invite) return
  const { url } = await makeOneTimeLink(desk, operator(desk), { personId: id, purpose: 'invite' })
  console.log(`Within seven days, ${facts.name} chooses a password at:\n${url}`)
}

function list(desk: Desk, role: string | undefined): void {
  if (role !== undefined && !roleField.safeParse(role).success) throw refusal({ role: ROLE_PROBLEM })
  for (let after = ''; ;) {
    const rows = listedPeople(desk, { ...peopleQuery.parse({ active: 'all' }), after, ...only(role) }, BATCH)
    for (const { id, name, email, role: has, active } of rows)
      console.log(
        [id, printable(name), printable(email ?? ''), has, active === 1 ? '' : 'deactivated'].join('\t').trimEnd(),
      )
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    after = `${last.id}.${last.nameKey}`
  }
}

const only = (role: string | undefined) => ({ role: peopleQuery.parse({ role }).role })

async function reset(desk: Desk, email: string): Promise<void> {
  const account = accountOf(desk, email)
  if (!account) throw new AppError('not-found', `Nobody active has the mail address ${email}.`)
  const { url } = await makeOneTimeLink(desk, operator(desk), { personId: account.id, purpose: 'reset' })
  console.log(`Within an hour, ${printable(account.name)} chooses a new password at:\n${url}`)
}

/** Whoever may run this may read the whole database. */
const operator = ({ config }: Desk): Actor => ({
  personId: null,
  name: 'Command line',
  role: 'admin',
  zone: config.timeZone,
  sees: 'all',
  sites: null,
})

const refusal = (problems: Readonly<Record<string, string>>): AppError =>
  new AppError(
    'invalid',
    Object.entries(problems)
      .map(([field, problem]) => `--${field}: ${problem}`)
      .join('\n'),
  )
