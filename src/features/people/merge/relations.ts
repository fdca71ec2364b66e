/** One thing that names a person, and how it goes over to the one who stays; binds `@from`, `@to` and `@at`. */
export type Relation = {
  readonly table: string
  readonly column: string
  /** What a preview calls it; null for what nobody needs to hear of. */
  readonly words: string | null
  readonly steps: readonly string[]
}

type Name = readonly [table: string, column: string, words: string | null]

const drop = (table: string, column: string) => `DELETE FROM "${table}" WHERE "${column}" = @from`

const moves = (...[table, column, words]: Name): Relation => ({
  table,
  column,
  words,
  steps: [`UPDATE "${table}" SET "${column}" = @to WHERE "${column}" = @from`],
})

/** Of which a person has one for each of `beside`; where both have one, that of the one who stays is kept. */
const movesOnce = ([table, column, words]: Name, beside: readonly string[]): Relation => {
  const others = beside.map((name) => `"${name}"`).join(', ')
  const insert = `INSERT OR IGNORE INTO "${table}" ("${column}", ${others}) SELECT @to, ${others} FROM "${table}" WHERE "${column}" = @from`
  return { table, column, words, steps: [insert, drop(table, column)] }
}

// What proves who somebody is does not go over: it would let one account in by the other's means.
const dropped = (...[table, column, words]: Name): Relation => ({ table, column, words, steps: [drop(table, column)] })

/** Everything that names a person. The audit log stays as it was written. */
export const RELATIONS: readonly Relation[] = [
  moves('Ticket', 'requesterId', 'Tickets asked for'),
  moves('Ticket', 'assigneeId', 'Tickets assigned'),
  moves('Ticket', 'createdById', 'Tickets written down'),
  moves('Ticket', 'resolvedById', 'Tickets resolved'),
  moves('Update', 'authorId', 'Entries of timelines'),
  moves('Update', 'removedById', null),
  moves('UpdateRevision', 'editorId', null),
  moves('StatusChange', 'actorId', null),
  movesOnce(['Watcher', 'personId', 'Watched tickets'], ['ticketId']),
  moves('Relation', 'actorId', null),
  moves('ActionItem', 'assigneeId', 'Action items'),
  moves('AssignmentRequest', 'personId', 'Requests for an assignment'),
  moves('Rating', 'personId', 'Ratings'),
  {
    ...moves('Draft', 'personId', 'Drafts'),
    steps: [`UPDATE OR IGNORE Draft SET personId = @to WHERE personId = @from`, drop('Draft', 'personId')],
  },
  moves('HeldReply', 'personId', null),
  moves('Attachment', 'uploadedById', 'Attachments'),
  moves('Asset', 'personId', 'Assets'),
  moves('AssetEvent', 'actorId', null),
  moves('TimeEntry', 'personId', 'Time entries'),
  moves('Expense', 'personId', 'Expenses'),
  moves('Article', 'authorId', 'Articles'),
  moves('Article', 'editorId', null),
  moves('ArticleComment', 'personId', 'Comments on articles'),
  movesOnce(['ArticleRating', 'personId', 'Ratings of articles'], ['articleId', 'helpful', 'createdAt']),
  {
    ...moves('FieldValue', 'personId', 'Custom fields'),
    steps: [
      `UPDATE FieldValue SET personId = @to WHERE personId = @from
         AND fieldId NOT IN (SELECT fieldId FROM FieldValue WHERE personId = @to)`,
      drop('FieldValue', 'personId'),
    ],
  },
  movesOnce(['SiteMember', 'personId', 'Sites'], ['siteId']),
  moves('Project', 'managerId', 'Projects managed'),
  moves('View', 'ownerId', 'Saved views'),
  moves('Template', 'ownerId', 'Templates'),
  moves('Undo', 'personId', null),
  moves('PersonExternal', 'personId', 'Numbers in mirrored systems'),
  moves('Person', 'mergedIntoId', 'People merged before'),
  {
    ...moves('ApiKey', 'personId', 'API keys, which end'),
    steps: ['UPDATE ApiKey SET personId = @to, revokedAt = coalesce(revokedAt, @at) WHERE personId = @from'],
  },
  {
    ...moves('OneTimeToken', 'personId', null),
    steps: [
      'UPDATE OneTimeToken SET personId = @to WHERE personId = @from AND ticketId IS NOT NULL',
      drop('OneTimeToken', 'personId'),
    ],
  },
  dropped('Credential', 'personId', 'Second factors, which end'),
]
