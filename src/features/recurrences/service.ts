import type { Actor, Doer } from '#domain/actor.ts'
import { MOST_MISSED, caughtUp, nextRun } from '#domain/recurrence-runs.ts'
import { readSchedule, type Schedule } from '#domain/recurrence.ts'
import type { Change } from '#domain/timeline.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import { longTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { planActions } from '#features/actions/service.ts'
import { fieldsFor } from '#features/fields/queries.ts'
import { customOf } from '#features/fields/schema.ts'
import { beginTexts } from '#domain/field-values.ts'
import { filledTicket } from '#features/templates/present.ts'
import { sharedTemplate, type Template } from '#features/templates/queries.ts'
import { createTicket } from '#features/tickets/create/service.ts'
import { ticketForm } from '#features/tickets/schema.ts'
import { readForm } from '#web/form.ts'
import { openUndo } from '#features/undo/service.ts'
import { dueRecurrences, recurrenceById, type Recurrence } from './queries.ts'
import type { ScheduleForm } from './schema.ts'

/** A text that was checked when it was saved. */
function scheduleOf(cron: string): Schedule {
  const read = readSchedule(cron)
  if (!read.ok) throw new AppError('conflict', read.problem)
  return read.schedule
}

const nextFrom = ({ cron, timeZone }: Pick<Recurrence, 'cron' | 'timeZone'>, at: number): number | null =>
  nextRun(scheduleOf(cron), at, timeZone)

/** Keeps a new schedule and answers its number. */
export const createRecurrence = (desk: Desk, doer: Doer, form: ScheduleForm): Promise<number> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    refuseUnshared(tx.hot, form.templateId)
    const id = tx.hot.insert('Recurrence', { ...form, active: 1, nextAt: nextFrom(form, at) })
    note(tx, at, { doer, id, templateId: form.templateId, details: { made: true, ...whenOf(form) } })
    return id
  })

type When = Pick<Recurrence, 'cron' | 'timeZone'>

const whenOf = ({ cron, timeZone }: When): When => ({ cron, timeZone })

type Noted = {
  readonly doer: Doer
  readonly id: number
  readonly templateId: number
  readonly details: Readonly<Record<string, unknown>>
}

function note(tx: Tx, at: number, { doer, id, templateId, details }: Noted): void {
  const template = tx.hot.get<{ name: string }>('SELECT name FROM Template WHERE id = @templateId', { templateId })
  const subject = `Schedule ${id}, ${template?.name ?? `template ${templateId}`}`
  auditIn(tx, at, { ...doer, action: 'recurrence.changed', subject, details })
}

/** Changes when, where and from what; a run that was due by the old words is not made up for. */
export const changeRecurrence = (
  desk: Desk,
  doer: Doer,
  { id, form }: { readonly id: number; readonly form: ScheduleForm },
): Promise<void> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    refuseUnshared(tx.hot, form.templateId)
    const { active } = rowOf(tx.hot, id)
    tx.hot.update('Recurrence', id, { ...form, nextAt: active ? nextFrom(form, at) : null, lastError: null })
    note(tx, at, { doer, id, templateId: form.templateId, details: whenOf(form) })
  })

function refuseUnshared(hot: Tx['hot'], templateId: number): void {
  const sql = `SELECT 1 FROM Template WHERE id = @templateId AND kind = 'ticket' AND ownerId IS NULL`
  if (!hot.get(sql, { templateId })) throw invalid({ templateId: 'Choose a template that is shared.' })
}

/** Stops a schedule, or lets it go on from now: what passed meanwhile is not made up for. */
export const pauseRecurrence = (
  desk: Desk,
  doer: Doer,
  { id, active }: { readonly id: number; readonly active: boolean },
): Promise<void> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    const row = rowOf(tx.hot, id)
    tx.hot.update('Recurrence', id, { active, nextAt: active ? nextFrom(row, at) : null })
    note(tx, at, { doer, id, templateId: row.templateId, details: { paused: !active } })
  })

type Stored = Omit<Recurrence, 'template'>

function rowOf(hot: Tx['hot'], id: number): Stored {
  const row = hot.get<Stored>(
    'SELECT id, templateId, cron, timeZone, active, nextAt, lastAt, lastError, ticketId FROM Recurrence WHERE id = @id',
    { id },
  )
  if (!row) throw notFound('schedule')
  return row
}

/** Removes a schedule and answers the number it can be brought back by. */
export const removeRecurrence = (desk: Desk, doer: Doer, id: number): Promise<number> =>
  desk.db.write((tx) => {
    const row = rowOf(tx.hot, id)
    tx.hot.run('DELETE FROM Recurrence WHERE id = @id', { id })
    const act = { actor: doer.actor, at: desk.clock.now() }
    note(tx, act.at, { doer, id, templateId: row.templateId, details: { deleted: true } })
    return openUndo(tx, act, { kind: 'recurrence', label: 'Removed a schedule', data: row })
  })

/** Puts a removed schedule back; it goes on from now. */
export const restoreRecurrence = (desk: Desk, actor: Actor, data: string): Promise<string> =>
  desk.db.write((tx) => {
    const row = JSON.parse(data) as Stored
    const { id, templateId } = row
    if (!tx.hot.get('SELECT 1 FROM Template WHERE id = @templateId', { templateId }))
      throw new AppError('conflict', 'Its template is gone. Bring that back first.')
    if (tx.hot.get('SELECT 1 FROM Recurrence WHERE id = @id', { id })) return 'The schedule is back.'
    const at = desk.clock.now()
    const ticketId =
      tx.hot.get<{ id: number }>('SELECT id FROM Ticket WHERE id = @id', { id: row.ticketId })?.id ?? null
    tx.hot.insert('Recurrence', { ...row, ticketId, nextAt: row.active === 1 ? nextFrom(row, at) : null })
    note(tx, at, { doer: { actor, address: null }, id, templateId, details: { restored: true } })
    return 'The schedule is back.'
  })

/** Opens what is due, each schedule once; one that cannot says why, and does not hold up the others. */
export async function openDue(desk: Desk): Promise<void> {
  for (const recurrence of dueRecurrences(desk, desk.clock.now())) {
    await openScheduled(desk, recurrence).catch((error: unknown) => {
      // It stays due and is tried again: nothing was written.
      desk.log.error({ error, recurrence: recurrence.id }, 'A schedule could not open its ticket')
    })
  }
}

async function openScheduled(desk: Desk, recurrence: Recurrence): Promise<void> {
  const { nextAt, timeZone, cron } = recurrence
  if (nextAt === null) return
  const run = caughtUp(scheduleOf(cron), { due: nextAt, now: desk.clock.now(), zone: timeZone })
  const told: readonly Change[] = run.missed === 0 ? [] : [{ field: 'missedRuns', from: null, to: countOf(run.missed) }]
  try {
    await openFrom(desk, scheduler(recurrence), {
      recurrence,
      told,
      also: ({ hot }, ticketId) => {
        refuseOpened(hot, recurrence)
        hot.update('Recurrence', recurrence.id, { nextAt: run.next, lastAt: run.latest, lastError: null, ticketId })
      },
    })
  } catch (error) {
    if (error instanceof AlreadyOpened) return
    if (!(error instanceof AppError) || error.kind === 'unavailable') throw error
    await keepFailure(desk, recurrence, { run, words: error.message })
  }
}

const countOf = (missed: number): string => (missed === MOST_MISSED ? `more than ${MOST_MISSED}` : String(missed))

class AlreadyOpened extends Error {}

/** The run counts only if nobody else took it meanwhile; else the whole write is undone. */
function refuseOpened(hot: Tx['hot'], { id, nextAt }: Recurrence): void {
  const sql = 'SELECT 1 FROM Recurrence WHERE id = @id AND active = 1 AND nextAt = @nextAt'
  if (!hot.get(sql, { id, nextAt })) throw new AlreadyOpened()
}

/** Who the timeline names; the schedule acts for everybody, so it sees every site. */
const scheduler = ({ template, timeZone }: Recurrence): Actor => ({
  personId: null,
  name: `The schedule ${template}`,
  role: 'admin',
  zone: timeZone,
  sees: 'all',
  sites: null,
})

type Failure = { readonly run: ReturnType<typeof caughtUp>; readonly words: string }

/** A template that opens no ticket any more says so on its page, and is tried again at its next time. */
const keepFailure = (desk: Desk, { id, timeZone }: Recurrence, { run, words }: Failure): Promise<void> =>
  desk.db.write(({ hot }) => {
    const lastError = `The ticket of ${longTime(run.latest, timeZone)} was not opened. ${words}`
    hot.update('Recurrence', id, { nextAt: run.next, lastAt: run.latest, lastError })
  })

/** Opens a ticket from a schedule at once, as the one who asks; its times stay as they are. */
export async function openNow(desk: Desk, actor: Actor, id: number): Promise<number> {
  const recurrence = recurrenceById(desk, id)
  return openFrom(desk, actor, {
    recurrence,
    told: [],
    schedule: recurrence.template,
    also: ({ hot }, ticketId) => hot.update('Recurrence', id, { lastError: null, ticketId }),
  })
}

type Opening = {
  readonly recurrence: Recurrence
  readonly told: readonly Change[]
  readonly schedule?: string
  readonly also: (tx: Tx, ticketId: number) => void
}

/** The ticket is opened as if its form had been sent; what the form would refuse is refused here, in its words. */
async function openFrom(desk: Desk, actor: Actor, { recurrence, told, schedule, also }: Opening): Promise<number> {
  const template = sharedTemplate(desk, recurrence.templateId)
  if (!template) throw new AppError('conflict', 'Its template is not shared any more.')
  const { values, custom } = typedBy(desk, actor, template)
  const form = readForm(ticketForm(desk.config, actor.zone), values)
  if (!form.ok) throw new AppError('conflict', inWords(form.errors))
  const ticket = await createTicket(desk, actor, {
    ...{ form: form.value, custom, files: [], told },
    ...(schedule === undefined ? {} : { schedule }),
    also: (tx, { id, at }) => {
      planActions(tx, { ticketId: id, actions: template.values.actions, zone: actor.zone }, at)
      also(tx, id)
    },
  })
  return ticket.id
}

/** What the form of a new ticket would hold, with what the desk fills in where the template says nothing. */
function typedBy(desk: Desk, actor: Actor, template: Template) {
  const { defaultPriority, defaultType } = desk.config.tickets
  const { actions, ...filled } = filledTicket(desk, actor, template)
  const { custom, rest } = customOf({ priority: defaultPriority, type: defaultType ?? '', ...filled })
  const fields = fieldsFor(desk, actor, 'ticket').filter(({ editable }) => editable)
  const values = { ...rest, description: filled.description === '' ? filled.title : filled.description }
  return { values, custom: beginTexts(fields, custom), actions }
}

const inWords = (errors: Readonly<Record<string, string>>): string =>
  Object.entries(errors)
    .map(([name, problem]) => `${LABELS[name] ?? name.charAt(0).toUpperCase() + name.slice(1)}: ${problem}`)
    .join(' ')

const LABELS: Readonly<Record<string, string>> = { dueAt: 'Due', jobNumber: 'Job number' }
