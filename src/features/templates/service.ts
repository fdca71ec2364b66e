import type { Actor, Doer } from '#domain/actor.ts'
import type { TemplateKind } from '#domain/template-fields.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { openUndo } from '#features/undo/service.ts'
import type { Template, TemplateValues } from './queries.ts'

export type TemplateDraft = {
  readonly kind: TemplateKind
  readonly name: string
  readonly body: string
  readonly shortcut: string | null
  readonly shared: boolean
  readonly values: TemplateValues | null
}

/** Keeps a new template and answers its number. */
export const createTemplate = (desk: Desk, doer: Doer, draft: TemplateDraft): Promise<number> =>
  desk.db.write((tx) => {
    const columns = columnsOf(desk, doer.actor, draft)
    refuseTaken(tx, doer.actor, { ...draft, id: 0 })
    const id = tx.hot.insert('Template', { kind: draft.kind, ...columns })
    note(tx, columns.updatedAt, { doer, id, was: null, is: { ...draft, ...columns } })
    return id
  })

/** Changes a template the actor may use; one that a schedule needs stays shared. */
export async function changeTemplate(
  desk: Desk,
  doer: Doer,
  { id, draft }: { readonly id: number; readonly draft: TemplateDraft },
): Promise<void> {
  const { actor } = doer
  await desk.db.write((tx) => {
    const was = ownTemplate(tx, actor, id)
    refuseTaken(tx, actor, { ...draft, id })
    if (!draft.shared && countSchedules(tx, id) > 0)
      throw invalid({ shared: 'A schedule opens tickets from this template, so it stays shared.' })
    const columns = columnsOf(desk, actor, draft)
    tx.hot.update('Template', id, columns)
    note(tx, columns.updatedAt, { doer, id, was, is: { ...draft, ...columns } })
  })
}

const columnsOf = ({ clock }: Desk, { personId }: Actor, { name, body, shortcut, shared, values }: TemplateDraft) => ({
  ...{ name, body, shortcut },
  values: JSON.stringify(values ?? {}),
  ownerId: shared ? null : personId,
  updatedAt: clock.now(),
})

/** One shortcut means one text, for everybody who would see both. */
function refuseTaken(tx: Tx, { personId }: Actor, named: Named): void {
  const other = takenBy(tx, personId, named)
  if (other) throw invalid({ shortcut: `“${other.name}” has this shortcut already.` })
}

type Named = { readonly id: number; readonly shortcut: string | null }

const takenBy = (
  { hot }: Tx,
  personId: number | null,
  { id, shortcut }: Named,
): { readonly name: string } | undefined =>
  shortcut === null
    ? undefined
    : hot.get(
        `SELECT name FROM Template WHERE kind = 'reply' AND shortcut = @shortcut AND id <> @id AND (ownerId IS NULL OR ownerId = @personId)`,
        { id, shortcut, personId },
      )

/** Makes a copy of the actor's own, without its shortcut, and answers its number. */
export const copyTemplate = (desk: Desk, actor: Actor, id: number): Promise<number> =>
  desk.db.write((tx) => {
    const { kind, name, body, values } = ownTemplate(tx, actor, id)
    const updatedAt = desk.clock.now()
    const copy = { kind, body, values, name: `${name.slice(0, 110)} (copy)`, shortcut: null, updatedAt }
    return tx.hot.insert('Template', { ...copy, ownerId: actor.personId })
  })

/** Removes a template that nothing opens tickets from, and answers the number it can be brought back by. */
export const removeTemplate = (desk: Desk, doer: Doer, id: number): Promise<{ undoId: number; name: string }> =>
  desk.db.write((tx) => {
    const { actor } = doer
    const row = ownTemplate(tx, actor, id)
    const schedules = countSchedules(tx, id)
    if (schedules > 0)
      throw new AppError(
        'conflict',
        `${schedules === 1 ? 'A schedule opens' : `${schedules} schedules open`} tickets from “${row.name}”. Remove ${schedules === 1 ? 'it' : 'them'} first, under Recurring.`,
      )
    tx.hot.run('DELETE FROM Template WHERE id = @id', { id })
    const act = { actor, at: desk.clock.now() }
    note(tx, act.at, { doer, id, was: row, is: null })
    return {
      undoId: openUndo(tx, act, { kind: 'template', label: `Removed “${row.name}”`, data: row }),
      name: row.name,
    }
  })

/** Puts a removed template back under its number; without its shortcut, where another one has that by now. */
export const restoreTemplate = (desk: Desk, actor: Actor, data: string): Promise<string> =>
  desk.db.write((tx) => {
    const row = JSON.parse(data) as StoredTemplate
    if (tx.hot.get('SELECT 1 FROM Template WHERE id = @id', { id: row.id })) return `“${row.name}” is back.`
    const taken = takenBy(tx, row.ownerId ?? actor.personId, row) !== undefined
    tx.hot.insert('Template', taken ? { ...row, shortcut: null } : row)
    note(tx, desk.clock.now(), { doer: { actor, address: null }, id: row.id, was: null, is: row, restored: true })
    return taken ? `“${row.name}” is back, without its shortcut: another one has it now.` : `“${row.name}” is back.`
  })

type Version = Pick<StoredTemplate, 'kind' | 'name' | 'ownerId'>
type Noted = {
  readonly doer: Doer
  readonly id: number
  readonly was: Version | null
  readonly is: Version | null
  readonly restored?: true
}

/** What concerns nobody but its owner is nobody's business. */
function note(tx: Tx, at: number, { doer, id, was, is, restored }: Noted): void {
  const shared = [was, is].filter((version) => version?.ownerId === null)
  const [version] = [was, is].filter((one) => one !== null)
  if (shared.length === 0 || !version) return
  const thing = version.kind === 'reply' ? 'Canned reply' : 'Template'
  const renamed = was && is && was.name !== is.name ? { name: is.name } : {}
  const made = restored ? { restored } : { made: true }
  const details = was === null ? made : is === null ? { deleted: true } : { ...renamed, shared: is.ownerId === null }
  auditIn(tx, at, { ...doer, action: 'template.changed', subject: `${thing} ${id}, ${version.name}`, details })
}

type StoredTemplate = Omit<Template, 'values'> & { readonly values: string }

function ownTemplate({ hot }: Tx, { personId }: Actor, id: number): StoredTemplate {
  const row = hot.get<StoredTemplate>(
    `SELECT id, kind, name, body, "values", shortcut, ownerId, updatedAt FROM Template WHERE id = @id AND (ownerId IS NULL OR ownerId = @personId)`,
    { id, personId },
  )
  if (!row) throw notFound('template')
  return row
}

const countSchedules = ({ hot }: Tx, id: number): number =>
  hot.get<{ count: number }>('SELECT count(*) AS count FROM Recurrence WHERE templateId = @id', { id })?.count ?? 0
