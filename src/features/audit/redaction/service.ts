import type { Tx } from '#db/database.ts'
import { BEGINNING, hashOf, type Link } from '#features/audit/chain.ts'

type Entry = Link & { readonly id: number; readonly previousHash: string; readonly hash: string }

export type AuditRedaction = {
  /** Entries of these people lose their name and address. */
  readonly ids: readonly number[]
  readonly label: string
  readonly redact: (text: string) => string
}

const BATCH = 500
const PAGE = `SELECT id, createdAt, actorId, actorName, address, action, subject, details, previousHash, hash
  FROM AuditEntry WHERE id > @after ORDER BY id LIMIT ${BATCH}`
const STORE = `UPDATE AuditEntry SET actorName = @actorName, address = @address, subject = @subject, details = @details,
  previousHash = @previousHash, hash = @hash WHERE id = @id`

/**
 * Takes a person out of the log and chains anew what follows; answers how many entries said something else before,
 * and the last hash the chain had, which whoever does this writes down. A link that was broken stays broken.
 */
export function redactAudit({ hot }: Tx, redaction: AuditRedaction): { changed: number; lastHash: string } {
  let [changed, oldHash, newHash] = [0, BEGINNING, BEGINNING]
  for (let after = 0; ;) {
    const entries = hot.all<Entry>(PAGE, { after })
    for (const entry of entries) {
      const said = without(entry, redaction)
      if (said !== entry) changed += 1
      const linked = entry.previousHash === oldHash
      const whole = linked && entry.hash === hashOf(oldHash, entry)
      oldHash = entry.hash
      after = entry.id
      const previousHash = linked ? newHash : entry.previousHash
      const hash = whole ? hashOf(newHash, said) : entry.hash
      newHash = hash
      if (said !== entry || hash !== entry.hash || previousHash !== entry.previousHash)
        hot.run(STORE, { ...said, previousHash, hash })
    }
    if (entries.length < BATCH) return { changed, lastHash: oldHash }
  }
}

function without(entry: Entry, { ids, label, redact }: AuditRedaction): Entry {
  const own = entry.actorId !== null && ids.includes(entry.actorId)
  const about = ids.some((id) => entry.subject.startsWith(`Person ${id}, `))
  const said = {
    actorName: own ? label : redact(entry.actorName),
    address: own || about ? null : entry.address,
    subject: about ? label : redact(entry.subject),
    details: redact(entry.details),
  }
  const same = (Object.keys(said) as (keyof typeof said)[]).every((key) => said[key] === entry[key])
  return same ? entry : { ...entry, ...said }
}
