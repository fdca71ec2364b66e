import type { Actor } from '#domain/actor.ts'
import { isDistinct, redacted, type Redaction } from '#domain/redaction.ts'
import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'
import { conflict, invalid } from '#lib/errors.ts'
import { redactAudit } from '#features/audit/redaction/service.ts'
import { auditIn } from '#features/audit/service.ts'
import { personRow, type PersonRow } from '#features/people/store.ts'
import type { Desk } from '#src/desk.ts'
import { sweepChanges, sweepTexts } from './sweep.ts'

type Hot = Tx['hot']
type Alias = { readonly id: number; readonly name: string; readonly nameKey: string; readonly email: string | null }
type Wish = { readonly id: number; readonly typed: string; readonly address: string | null }

/**
 * Makes a person nobody in particular, for good: the tickets stay, name, addresses and secrets go, from texts and from
 * the log too. Answers the picture whose content may now be unused.
 */
export async function anonymisePerson(
  desk: Desk,
  actor: Actor,
  { id, typed, address }: Wish,
): Promise<{ readonly contents: readonly string[] }> {
  const contents = await desk.db.write(async (tx) => {
    const at = desk.clock.now()
    const person = personRow(tx.hot, id)
    refuse(person, typed)
    const aliases = aliasesOf(tx.hot, id)
    const redaction = redactionOf(tx.hot, id, aliases)
    const distinct = { ...redaction, names: redaction.names.filter(isDistinct) }
    for (const alias of aliases) forget(tx.hot, alias.id, at)
    for (const alias of aliases)
      tx.hot.run('UPDATE "Update" SET authorName = @label WHERE authorId = @id', { ...alias, label: redaction.label })
    sweepChanges(tx.hot, redaction.names, redaction.label)
    sweepTexts(tx.hot, distinct)
    const ids = aliases.map((alias) => alias.id)
    const before = redactAudit(tx, { ids, label: redaction.label, redact: (text) => redacted(text, distinct) })
    auditIn(tx, at, {
      actor,
      action: 'person.anonymised',
      subject: redaction.label,
      details: { entriesRewritten: before.changed, lastHashBefore: before.lastHash },
      address,
    })
    if (person.avatarSha === null) return []
    const { avatarSha: sha256 } = person
    await tx.file.deleteMany({
      where: { sha256, attachments: { none: {} }, avatars: { none: {} }, mails: { none: {} } },
    })
    return [sha256]
  })
  await desk.bus.emit('sessions.ended', { personId: id, session: null })
  return { contents }
}

function refuse({ name, role, active }: PersonRow, typed: string): void {
  if (active === 1 && role !== 'client') throw conflict(`${name} works here. Deactivate the account first.`)
  if (foldName(typed) !== foldName(name)) throw invalid({ name: `This is not the name. Type: ${name}` })
}

/** The person, and whoever was merged into them. */
const aliasesOf = (hot: Hot, id: number): readonly Alias[] =>
  hot.all('SELECT id, name, nameKey, email FROM Person WHERE id = @id OR mergedIntoId = @id ORDER BY id = @id DESC', {
    id,
  })

/** A name that somebody else has too stays in texts, where it may mean the other. */
function redactionOf(hot: Hot, id: number, aliases: readonly Alias[]): Redaction {
  const shared = 'SELECT 1 FROM Person WHERE nameKey = @nameKey AND id <> @id AND coalesce(mergedIntoId, 0) <> @id'
  const own = aliases.filter(({ nameKey }) => !hot.get(shared, { nameKey, id }))
  return {
    label: `Person ${id}`,
    names: [...new Set(own.map(({ name }) => name))],
    mails: [...new Set(aliases.flatMap(({ email }) => email ?? []))],
  }
}

function forget(hot: Hot, id: number, at: number): void {
  const name = `Person ${id}`
  hot.run(
    `UPDATE Person SET name = @name, nameKey = @nameKey, email = NULL, emailKey = NULL, phone = NULL, company = NULL,
       jobTitle = NULL, passwordHash = NULL, timeZone = NULL, locale = NULL, notifications = '{}', avatarSha = NULL,
       role = 'client', active = 0, lastSignInAt = NULL, sessionEpoch = sessionEpoch + 1,
       deactivatedAt = coalesce(deactivatedAt, @at), anonymisedAt = @at WHERE id = @id`,
    { id, name, nameKey: foldName(name), at },
  )
  for (const table of ['Draft', 'HeldReply', 'Credential', 'ApiKey', 'OneTimeToken', 'FieldValue', 'SiteMember'])
    hot.run(`DELETE FROM ${table} WHERE personId = @id`, { id })
}
