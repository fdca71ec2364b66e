import type { Actor } from '#domain/actor.ts'
import type { TemplateKind } from '#domain/template-fields.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
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
export const createTemplate = (desk: Desk, actor: Actor, draft: TemplateDraft): Promise<number> =>
  desk.db.write((tx) => {
    refuseTaken(tx, actor, { ...draft, id: 0 })
    return tx.hot.insert('Template', { kind: draft.kind, ...columnsOf(desk, actor, draft) })
  })

/** Changes a template the actor may use; one that a schedule needs stays shared. */
export async function changeTemplate(desk: Desk, actor: Actor, id: number, draft: TemplateDraft): Promise<void> {
  await desk.db.write((tx) => {
    ownTemplate(tx, actor, id)
    refuseTaken(tx, actor, { ...draft, id })
    if (!draft.shared && countSchedules(tx, id) > 0)
      throw invalid({ shared: 'A schedule opens tickets from this template, so it stays shared.' })
    tx.hot.update('Template', id, columnsOf(desk, actor, draft))
  })
}

const columnsOf = ({ clock }: Desk, { personId }: Actor, { name, body, shortcut, shared, values }: TemplateDraft) => ({
  ...{ name, body, shortcut },
  values: JSON.stringify(values ?? {}),
  ownerId: shared ? null : personId,
  updatedAt: clock.now(),
})

/** One shortcut means one text, for everybody who would see both. */
function refuseTaken(
  { hot }: Tx,
  { personId }: Actor,
  { id, shortcut }: { id: number; shortcut: string | null },
): void {
  if (shortcut === null) return
  const other = hot.get<{ name: string }>(
    `SELECT name FROM Template WHERE kind = 'reply' AND shortcut = @shortcut AND id <> @id AND (ownerId IS NULL OR ownerId = @personId)`,
    { id, shortcut, personId },
  )
  if (other) throw invalid({ shortcut: `“${other.name}” has this shortcut already.` })
}

/** Makes a copy of the actor's own, without its shortcut, and answers its number. */
export const copyTemplate = (desk: Desk, actor: Actor, id: number): Promise<number> =>
  desk.db.write((tx) => {
    const { kind, name, body, values } = ownTemplate(tx, actor, id)
    const updatedAt = desk.clock.now()
    const copy = { kind, body, values, name: `${name.slice(0, 110)} (copy)`, shortcut: null, updatedAt }
    return tx.hot.insert('Template', { ...copy, ownerId: actor.personId })
  })

/** Removes a template that nothing opens tickets from, and answers the number it can be brought back by. */
export const removeTemplate = (desk: Desk, actor: Actor, id: number): Promise<{ undoId: number; name: string }> =>
  desk.db.write((tx) => {
    const row = ownTemplate(tx, actor, id)
    const schedules = countSchedules(tx, id)
    if (schedules > 0)
      throw new AppError(
        'conflict',
        `${schedules === 1 ? 'A schedule opens' : `${schedules} schedules open`} tickets from “${row.name}”. Remove ${schedules === 1 ? 'it' : 'them'} first, under Recurring.`,
      )
    tx.hot.run('DELETE FROM Template WHERE id = @id', { id })
    const act = { actor, at: desk.clock.now() }
    return {
      undoId: openUndo(tx, act, { kind: 'template', label: `Removed “${row.name}”`, data: row }),
      name: row.name,
    }
  })

/** Puts a removed template back under its number. */
export const restoreTemplate = (desk: Desk, data: string): Promise<string> =>
  desk.db.write(({ hot }) => {
    const row = JSON.parse(data) as StoredTemplate
    if (!hot.get('SELECT 1 FROM Template WHERE id = @id', { id: row.id })) hot.insert('Template', row)
    return `“${row.name}” is back.`
  })

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
