import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { foldName } from '#domain/text.ts'
import { mailKey } from '#domain/typed-person.ts'
import { reloadConfig } from '#config/load.ts'
import { saveConfigFile } from '#config/save.ts'
import { auditIn } from '#features/audit/service.ts'
import { conflict, invalid } from '#lib/errors.ts'
import { hashPassword } from '#lib/passwords.ts'
import type { Desk } from '#src/desk.ts'
import { hasAdmin } from './queries.ts'
import type { SetupForm } from './schema.ts'

/** Whether the first run is still to come: no preset chosen, or nobody who could sign in. */
export const needsSetup = (desk: Desk): boolean =>
  desk.config.preset === null || (desk.config.access.signIn && !hasAdmin(desk))

/** Carries out the first run: writes the configuration and makes the first admin. Works once. */
export async function setUp(
  desk: Desk,
  form: SetupForm,
  address: string | null,
): Promise<{ readonly personId: number }> {
  if (!needsSetup(desk)) throw conflict('This helpdesk is set up already.')
  const which = hasAdmin(desk) ? 'another' : 'first'

  const passwordHash = form.preset === 'personal' || form.password === null ? null : await hashPassword(form.password)
  const { preset } = desk.config
  if (preset !== null && preset !== form.preset) throw invalid({ preset: `This helpdesk is for a ${preset} already.` })

  const person = await makeAdmin(desk, { ...form, passwordHash, address }, which)
  if (preset === null) writePreset(desk, form)
  await desk.reconfigure(reloadConfig(desk.config, desk.root))
  return person
}

function writePreset(desk: Desk, { preset, company, zone }: SetupForm): void {
  const text = readFileSync(path.join(desk.root, 'config/presets', `${preset}.json`), 'utf8')
  const written = JSON.parse(text) as Record<string, unknown>
  const chosen = {
    ...written,
    $schema: './schema.json',
    ...(company === null ? {} : { company }),
    ...(zone === null ? {} : { time_zone: zone }),
  }
  saveConfigFile(desk.config.file, `${JSON.stringify(chosen, null, 2)}\n`)

  const schema = path.join(path.dirname(desk.config.file), 'schema.json')
  const source = path.join(desk.root, 'config/schema.json')
  if (!existsSync(schema) && existsSync(source)) copyFileSync(source, schema)
}

type FirstAdmin = Readonly<Record<'name' | 'email' | 'passwordHash' | 'address', string | null>>

async function makeAdmin(
  desk: Desk,
  { name, email, passwordHash, address }: FirstAdmin,
  which: 'first' | 'another',
): Promise<{ readonly personId: number }> {
  const known = name ?? desk.config.submitter
  return desk.db.write(async (tx) => {
    // Two first runs at once: the second finds the admin of the first.
    if (which === 'first' && (await tx.person.findFirst({ where: { role: 'admin', active: true } })))
      throw conflict('This helpdesk is set up already.')
    const { id: personId } = await tx.person.create({
      data: {
        name: known,
        nameKey: foldName(known),
        email,
        emailKey: email === null ? null : mailKey(email),
        role: 'admin',
        passwordHash,
        createdAt: new Date(desk.clock.now()),
      },
      select: { id: true },
    })
    const made = {
      actor: { personId, name: known },
      action: 'person.created',
      subject: `Person ${personId}, ${known}`,
    } as const
    auditIn(tx, desk.clock.now(), { ...made, details: { role: 'admin', by: 'first run' }, address })
    return { personId }
  })
}

/** A desk without accounts has one person: whoever sits at it. */
export async function ensureOwner(desk: Desk): Promise<void> {
  if (desk.config.preset === null || desk.config.access.signIn || hasAdmin(desk)) return
  await makeAdmin(desk, { name: null, email: null, passwordHash: null, address: null }, 'first')
}
