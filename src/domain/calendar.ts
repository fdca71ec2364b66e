import { dayAt, dayOf, minuteOf, type LocalDay } from '#lib/zones.ts'

/** Minutes of the local day, half-open; 1440 is midnight at its end. */
export type DayHours = readonly { readonly from: number; readonly to: number }[]

export type Week = readonly [DayHours, DayHours, DayHours, DayHours, DayHours, DayHours, DayHours]

export type Calendar = {
  readonly key: string
  readonly zone: string
  /** Monday first. Not looked at when the calendar is always open. */
  readonly week: Week
  /** From `YYYY-MM-DD`, or `MM-DD` for each year, to the holiday's name. */
  readonly holidays: ReadonlyMap<string, string>
  readonly alwaysOpen: boolean
}

export type StretchKind = 'counted' | 'closed' | 'holiday'

export type Stretch = {
  readonly fromAt: number
  readonly toAt: number
  readonly kind: StretchKind
  readonly name?: string
}

type Span = { readonly fromAt: number; readonly toAt: number }
type WorkDay = { readonly day: LocalDay; readonly open: readonly Span[]; readonly holiday: string | null }

/** Ten years: what takes longer is as good as never. */
const MAX_DAYS = 3660
const MAX_CACHED_DAYS = 5000
const ALL_DAY: DayHours = [{ from: 0, to: 1440 }]

const workDaysOf = new WeakMap<Calendar, Map<number, WorkDay>>()

/** 24×7 without holidays; the zone still names the days when a reckoning is explained. */
export const ALWAYS_OPEN = (zone: string): Calendar => ({
  key: 'always',
  zone,
  week: [ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY, ALL_DAY],
  holidays: new Map(),
  alwaysOpen: true,
})

/** The earliest instant by which so much has been worked; Infinity if that takes more than ten years. */
export const addWorkingSeconds = (calendar: Calendar, fromAt: number, seconds: number): number =>
  addWorkingMs(calendar, fromAt, seconds * 1000)

/** Rounded down to whole seconds; 0 when `toAt` is not after `fromAt`. */
export const workingSecondsBetween = (calendar: Calendar, fromAt: number, toAt: number): number =>
  Math.floor(workingMsBetween(calendar, fromAt, toAt) / 1000)

/** As `addWorkingSeconds`, to the millisecond: pauses may begin within a second. */
export function addWorkingMs(calendar: Calendar, fromAt: number, ms: number): number {
  if (ms <= 0) return fromAt
  if (neverCloses(calendar)) return fromAt + ms
  if (neverOpens(calendar)) return Infinity

  const first = dayAt(fromAt, calendar.zone).number
  let left = ms
  for (let number = first; number < first + MAX_DAYS; number++) {
    for (const span of workDay(calendar, number).open) {
      const startAt = Math.max(span.fromAt, fromAt)
      if (startAt + left <= span.toAt) return startAt + left
      left -= Math.max(span.toAt - startAt, 0)
    }
  }
  return Infinity
}

/** As `workingSecondsBetween`, to the millisecond. */
export function workingMsBetween(calendar: Calendar, fromAt: number, toAt: number): number {
  if (toAt <= fromAt) return 0
  if (neverCloses(calendar)) return toAt - fromAt
  if (neverOpens(calendar)) return 0

  let worked = 0
  for (let day = dayAt(fromAt, calendar.zone); day.startAt < toAt; day = dayOf(day.number + 1, calendar.zone)) {
    for (const span of workDay(calendar, day.number).open) {
      worked += Math.max(Math.min(span.toAt, toAt) - Math.max(span.fromAt, fromAt), 0)
    }
  }
  return worked
}

/** What the calendar makes of [from, to): contiguous, complete, neighbours of one kind joined. */
export function stretches(calendar: Calendar, fromAt: number, toAt: number): readonly Stretch[] {
  if (toAt <= fromAt) return []
  if (neverCloses(calendar)) return [{ fromAt, toAt, kind: 'counted' }]

  const found: Stretch[] = []
  for (let day = dayAt(fromAt, calendar.zone); day.startAt < toAt; day = dayOf(day.number + 1, calendar.zone)) {
    for (const stretch of stretchesOf(workDay(calendar, day.number))) {
      append(found, { ...stretch, fromAt: Math.max(stretch.fromAt, fromAt), toAt: Math.min(stretch.toAt, toAt) })
    }
  }
  return found
}

const neverCloses = (calendar: Calendar): boolean => calendar.alwaysOpen && calendar.holidays.size === 0

const neverOpens = (calendar: Calendar): boolean =>
  !calendar.alwaysOpen && calendar.week.every((hours) => hours.every(({ from, to }) => from >= to))

function workDay(calendar: Calendar, number: number): WorkDay {
  const cached = workDaysOf.get(calendar) ?? new Map<number, WorkDay>()
  const known = cached.get(number)
  if (known) return known

  if (cached.size >= MAX_CACHED_DAYS) cached.clear()
  const made = openDay(calendar, dayOf(number, calendar.zone))
  workDaysOf.set(calendar, cached.set(number, made))
  return made
}

function openDay(calendar: Calendar, day: LocalDay): WorkDay {
  const holiday = calendar.holidays.get(day.date) ?? calendar.holidays.get(day.date.slice(5)) ?? null
  if (holiday !== null) return { day, open: [], holiday }

  const spans = hoursOf(calendar, day).map(({ from, to }) => ({
    fromAt: minuteOf(day, from, calendar.zone),
    toAt: minuteOf(day, to, calendar.zone),
  }))
  return { day, open: joined(spans), holiday }
}

// 1970-01-01, day 0, was a Thursday.
const hoursOf = (calendar: Calendar, day: LocalDay): DayHours =>
  calendar.alwaysOpen ? ALL_DAY : (calendar.week[(((day.number + 3) % 7) + 7) % 7] ?? [])

/** Hours typed in twice, or out of order, still count once. */
function joined(spans: readonly Span[]): Span[] {
  const inOrder = spans.filter((span) => span.fromAt < span.toAt).toSorted((one, other) => one.fromAt - other.fromAt)
  const result: Span[] = []
  for (const span of inOrder) {
    const last = result.at(-1)
    if (last && span.fromAt <= last.toAt) result.splice(-1, 1, { ...last, toAt: Math.max(last.toAt, span.toAt) })
    else result.push(span)
  }
  return result
}

function stretchesOf({ day, open, holiday }: WorkDay): Stretch[] {
  if (holiday !== null) return [{ fromAt: day.startAt, toAt: day.endAt, kind: 'holiday', name: holiday }]

  const found: Stretch[] = []
  let at = day.startAt
  for (const span of open) {
    found.push({ fromAt: at, toAt: span.fromAt, kind: 'closed' }, { ...span, kind: 'counted' })
    at = span.toAt
  }
  return [...found, { fromAt: at, toAt: day.endAt, kind: 'closed' }]
}

function append(found: Stretch[], stretch: Stretch): void {
  if (stretch.fromAt >= stretch.toAt) return

  const last = found.at(-1)
  if (last?.kind === stretch.kind && last.name === stretch.name) found.splice(-1, 1, { ...last, toAt: stretch.toAt })
  else found.push(stretch)
}
