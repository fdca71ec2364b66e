import path from 'node:path'
import { DEFAULT_PALETTE, parseColor, overrideKey, type Palette } from '#domain/palette.ts'
import type { Priority } from '#domain/priority.ts'
import { ALWAYS_OPEN, type Calendar, type DayHours } from '#domain/calendar.ts'
import { AppError } from '#lib/errors.ts'
import type { Config } from './config.ts'
import { seconds } from './durations.ts'
import { flagRules } from './flag.ts'
import { mailOf } from './mail.ts'
import { notesOn } from './notes.ts'
import { oidcOf } from './oidc.ts'
import { NO_SERVICE } from './service.ts'
import type { ConfigFile } from './schema.ts'
import { sourcesOf } from './sources.ts'
import { workflowOf } from './workflow.ts'

export type Surroundings = {
  readonly home: string
  readonly file: string
  readonly secret: string
  readonly systemZone: string
}

const HOUR = 3600

const USUAL_AGE_STAGES: Readonly<Record<string, readonly number[]>> = {
  Low: [14, 21, 28, 35],
  Medium: [10, 15, 20, 25],
  High: [5, 7, 10, 14],
  Critical: [2, 3, 5, 7],
}
const SQLITE = 'sqlite:///'

/** From what the file says to what the house works with; fails with the key that contradicts another. */
export function resolveConfig(file: ConfigFile, around: Surroundings): Config {
  const timeZone = file.time_zone ?? around.systemZone
  const palette = paletteOf(file)
  const priorities = file.priorities.map((label) => priorityNamed(label, file, palette))
  const workflow = workflowOf(file.workflow)
  const databaseFile = path.resolve(around.home, file.database.uri.slice(SQLITE.length))

  return {
    home: around.home,
    file: around.file,
    preset: file.preset ?? null,
    company: file.company,
    timeZone,
    secret: around.secret,
    server: {
      host: file.server.host,
      port: file.server.port,
      baseUrl: file.server.base_url ?? null,
      hosts: file.server.hosts,
      trustedProxies: file.server.trusted_proxies,
      certificate: path.resolve(around.home, file.server.certificate),
      key: path.resolve(around.home, file.server.key),
      hstsSeconds: file.server.hsts_seconds ?? null,
    },
    service: NO_SERVICE,
    databaseFile,
    sessionsFile: path.join(path.dirname(databaseFile), 'sessions.db'),
    uploads: {
      folder: path.resolve(around.home, file.uploads.directory),
      maxBytes: Math.round(file.uploads.max_file_mb * 1024 * 1024),
      maxFiles: file.uploads.max_files,
      personDailyBytes: limitOf(Math.round(file.uploads.person_daily_mb * 1024 * 1024)),
      extensions: file.uploads.extensions.map(ending),
      refusedExtensions: file.uploads.refused_extensions.map(ending),
    },
    submitter: file.default_submitted_by,
    access: {
      signIn: file.access.sign_in,
      agentsSee: file.access.agentsSee,
      clientsChoosePriority: file.access.clients_choose_priority,
      assignmentRequests: file.access.assignment_requests,
      clientTicketsPerHour: limitOf(file.access.client_tickets_per_hour),
      sessionSeconds: Math.round(file.access.session_hours * HOUR),
      idleSeconds: Math.round(file.access.idle_minutes * 60),
      secondFactor: file.access.second_factor,
      oidc: oidcOf(file.access.oidc),
    },
    priorities,
    workflow,
    holdReasons: file.hold_reasons,
    types: file.types,
    categories: file.categories,
    components: file.components,
    resolutions: file.resolutions,
    urgency: {
      dueStageDays: file.sla.due_stage_days,
      clockStageHours: file.sla.clock_stage_hours,
      priorities,
      overrides: new Set(Object.keys(palette.statuses)),
    },
    calendar: calendarNamed(file, timeZone),
    palette,
    tickets: {
      numberFormat: file.tickets.number_format,
      defaultPriority: defaultPriority(file, priorities),
      defaultType: file.tickets.default_type ?? null,
      pageSize: file.tickets.page_size,
      undoSendSeconds: file.tickets.undo_send_seconds,
    },
    clipboard: clipboardOf(file),
    board: { sectionSize: file.board.section_size },
    autoReturnToList: file.behavior.auto_return_to_list,
    flag: flagRules(file.flag),
    mail: mailOf(file.mail, file.company),
    sources: sourcesOf(file, { home: around.home, workflow, priorities }),
    notes: notesOn(file),
  }
}

const limitOf = (most: number): number | null => (most === 0 ? null : most)
function clipboardOf({ clipboard_summary: written }: ConfigFile): Config['clipboard'] {
  const htmlSections = [...new Set(written.html_sections)]
  const textSections = [...new Set(written.text_sections)]
  return {
    htmlSections,
    textSections: textSections.length === 0 ? htmlSections : textSections,
    updatesLimit: written.updates_limit,
    inlineStyles: written.inline_styles,
  }
}

const ending = (text: string) => text.trim().replace(/^\./, '').toLowerCase()
const keyOf = (label: string) => overrideKey(label)

function paletteOf({ colors }: ConfigFile): Palette {
  const parsed = (text: string) => parseColor(text) ?? text
  const all = (record: Readonly<Record<string, string>>, key = (name: string) => name) =>
    Object.fromEntries(Object.entries(record).map(([name, text]) => [key(name), parsed(text)]))
  return {
    ticketTitle: parsed(colors.ticket_title ?? DEFAULT_PALETTE.ticketTitle),
    gradient: { ...DEFAULT_PALETTE.gradient, ...all(colors.gradient) },
    statuses: { ...DEFAULT_PALETTE.statuses, ...all(colors.statuses, overrideKey) },
    priorities: { ...DEFAULT_PALETTE.priorities, ...all(colors.priorities) },
    tags: {
      background: parsed(colors.tags.background ?? DEFAULT_PALETTE.tags.background),
      text: parsed(colors.tags.text ?? DEFAULT_PALETTE.tags.text),
    },
  }
}

function priorityNamed(label: string, { sla }: ConfigFile, palette: Palette): Priority {
  const target = (record: Readonly<Record<string, number | string>>) => {
    const written = record[label]
    return written === undefined ? null : seconds(written)
  }
  return {
    key: keyOf(label),
    label,
    color: palette.priorities[label] ?? '#3B82F6',
    ageStageDays: ageStages(label, sla),
    firstResponseSeconds: target(sla.first_response),
    resolutionSeconds: target(sla.resolution),
    updateLimitSeconds: target(sla.update_limit),
  }
}

function ageStages(label: string, sla: ConfigFile['sla']): readonly number[] {
  const limit = sla.priority_open_days?.[label]
  if (limit !== undefined) return quarters(limit)

  const listed = sla.priority_stage_days[label] ?? USUAL_AGE_STAGES[label]
  if (listed) return increasing(listed)
  return quarters(sla.default_due_days ?? 28)
}

const quarters = (limit: number) => [0.25, 0.5, 0.75, 1].map((share) => Math.ceil(limit * share))

/** TicketTracker reads days that do not rise as steps: 5, 5, 5, 5 means 5, 10, 15, 20. */
function increasing(days: readonly number[]): readonly number[] {
  const rises = days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0))
  if (rises) return days
  return days.map((_day, index) => days.slice(0, index + 1).reduce((sum, step) => sum + step, 0))
}

function calendarNamed({ sla }: ConfigFile, timeZone: string): Calendar {
  if (sla.calendar === '24x7' && !sla.calendars['24x7']) return ALWAYS_OPEN(timeZone)

  const written = sla.calendars[sla.calendar]
  if (!written) {
    const known = ['24x7', ...Object.keys(sla.calendars)].join(', ')
    throw new AppError('invalid', `sla.calendar: there is no calendar "${sla.calendar}". Known are: ${known}.`)
  }
  return {
    key: sla.calendar,
    zone: written.time_zone ?? timeZone,
    week: [
      opening(written.monday),
      opening(written.tuesday),
      opening(written.wednesday),
      opening(written.thursday),
      opening(written.friday),
      opening(written.saturday),
      opening(written.sunday),
    ],
    holidays: new Map(Object.entries(written.holidays)),
    alwaysOpen: false,
  }
}

const opening = (written: readonly string[]): DayHours =>
  written.map((text) => {
    const [from = 0, to = 0] = text.split('-').map(minutes)
    if (to <= from) throw new AppError('invalid', `sla.calendars: "${text}" closes before it opens.`)
    return { from, to }
  })

function minutes(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number)
  return hour * 60 + minute
}

function defaultPriority({ tickets }: ConfigFile, priorities: readonly Priority[]): string {
  const wanted = tickets.default_priority
  if (wanted === undefined) return priorities[0]?.key ?? 'low'

  const found = priorities.find(({ label, key }) => label === wanted || key === wanted)
  if (!found) throw new AppError('invalid', `tickets.default_priority: there is no priority "${wanted}".`)
  return found.key
}
