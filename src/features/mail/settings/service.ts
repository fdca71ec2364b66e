import type { Actor } from '#domain/actor.ts'
import { testLetter } from '#domain/mail-texts.ts'
import { changeConfigFile } from '#config/edit.ts'
import { reloadConfig } from '#config/load.ts'
import { mailSchema, saveMailPassword, type MailServer } from '#config/mail.ts'
import { conflict, invalid } from '#lib/errors.ts'
import { without } from '#lib/without.ts'
import type { Desk } from '#src/desk.ts'
import { audit } from '#features/audit/service.ts'
import { checkMail, queueMail, retryMail } from '#features/mail/service.ts'
import type { MailForm } from './schema.ts'

type Typed = { readonly form: MailForm; readonly address: string | null }

/** Tries the server as it was typed, and keeps it when it answers or when somebody insists; answers why it was not kept. */
export async function connectMail(desk: Desk, actor: Actor, { form, address }: Typed): Promise<string | null> {
  const server = serverOf(desk, form)
  const problem = await checkMail(server)
  if (problem !== null && !form.anyway) return problem
  if (form.password !== null) saveMailPassword(desk.config.home, form.password)
  await saveMail(desk, writtenOf(form))
  const details = { host: form.host, port: form.port, from: form.from }
  await audit(desk, { actor, action: 'settings.changed', subject: 'Mail', details: { mail: { to: details } }, address })
  await retryMail(desk)
  return null
}

/** Sends nothing any more. */
export async function disconnectMail(desk: Desk, actor: Actor, address: string | null): Promise<void> {
  await saveMail(desk, undefined)
  await audit(desk, { actor, action: 'settings.changed', subject: 'Mail', details: { mail: { to: null } }, address })
}

/** Puts a message to the one who asks into the outbox. */
export async function mailTest(desk: Desk, { personId }: Actor): Promise<string> {
  if (desk.config.mail === null) throw conflict('No mail server is set up.')
  const person = desk.db.sql.get<{ name: string; email: string | null }>(
    'SELECT name, email FROM Person WHERE id = @personId',
    { personId },
  )
  if (!person?.email) throw conflict('Your own profile has no mail address yet.')
  const { name, email } = person
  await desk.db.write((tx) => {
    const letter = testLetter({ name, company: desk.config.company })
    queueMail(desk, tx, { to: { name, address: email }, letter })
  })
  return email
}

async function saveMail(desk: Desk, written: object | undefined): Promise<void> {
  changeConfigFile(desk.config.file, 'mail', written)
  await desk.reconfigure(reloadConfig(desk.config, desk.root))
}

const writtenOf = (form: MailForm): object =>
  Object.fromEntries(Object.entries(without(form, 'password', 'anyway')).filter(([, value]) => value !== null))

function serverOf({ config }: Desk, form: MailForm): MailServer {
  const checked = mailSchema.safeParse(writtenOf(form))
  if (!checked.success) throw invalid({ security: 'A password is not sent in the clear: choose an encryption.' })
  const { host, port, security, user, from, name } = form
  // The password of one server is never shown to another.
  const same = config.mail !== null && config.mail.host === host && config.mail.user === user
  const password = form.password ?? (same ? config.mail.password : null)
  if (user !== null && password === null) throw invalid({ password: 'Enter the password of this user.' })
  return { host, port, security, user, password, from: { name: name ?? config.company, address: from } }
}
