import { REMOTE_FIELDS } from '#domain/mirror.ts'
import { canonical, type Texts } from '#domain/edits.ts'
import type { Tx } from '#db/database.ts'
import { resolveNames } from '#features/tickets/create/service.ts'
import type { TicketForm } from '#features/tickets/schema.ts'
import type { Act } from '#features/tickets/service.ts'
import type { Detail } from './detail.ts'
import type { Choice } from './schema.ts'

type Said = { readonly texts: Texts; readonly kept: ReadonlyMap<string, Choice> }

/** What this person says of each field; one they were not asked about, or give up, stays as it is. */
export function mineOf(
  { texts, kept }: Said,
  theirs: Texts,
  { unheard, mirrored }: { unheard: readonly string[]; mirrored: boolean },
): Texts {
  const counts = (name: string) =>
    kept.get(name) !== 'theirs' && !unheard.includes(name) && !(mirrored && REMOTE_FIELDS.has(name))
  return { ...theirs, ...Object.fromEntries(Object.entries(texts).filter(([name]) => counts(name))) }
}

const LOOKED_UP = ['requester', 'watchers', 'assignee', 'project'] as const

type Untouched = ReadonlySet<(typeof LOOKED_UP)[number]>

/** The people and the project that an edit leaves alone; a project belongs to its site. */
export function untouchedNames(before: Texts, after: Texts): Untouched {
  const same = (name: string) => canonical(name, before[name] ?? '') === canonical(name, after[name] ?? '')
  return new Set(LOOKED_UP.filter((name) => same(name) && (name !== 'project' || same('site'))))
}

/** What is left alone is not looked up anew: two people may share a name, and an agent may have left since. */
export const withoutNames = (texts: Texts, untouched: Untouched): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, (untouched as ReadonlySet<string>).has(name) ? '' : text]),
  )

type Lookup = { readonly detail: Detail; readonly form: TicketForm; readonly act: Act; readonly untouched: Untouched }

/** The rows behind the names of an edit; those it leaves alone are the ones the ticket has. */
export async function namesOf(tx: Tx, { detail, form, act, untouched }: Lookup) {
  const { requester, assignee, project } = detail
  const watchers = detail.watchers.map(({ person }) => person)
  return {
    ...(await resolveNames(tx, form, act, detail.site)),
    ...(untouched.has('requester')
      ? { requesterId: requester?.id ?? null, requesterName: requester?.name ?? null }
      : {}),
    ...(untouched.has('assignee') ? { assigneeId: assignee?.id ?? null, assigneeName: assignee?.name ?? null } : {}),
    ...(untouched.has('project') ? { projectId: project?.id ?? null, projectName: project?.name ?? null } : {}),
    ...(untouched.has('watchers') ? { watchers, watcherIds: watchers.map(({ id }) => id) } : {}),
  }
}
