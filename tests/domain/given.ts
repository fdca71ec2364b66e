import fc from 'fast-check'
import type { Calendar, DayHours, Week } from '#domain/calendar.ts'
import type { Priority } from '#domain/priority.ts'
import type { Timed, UrgencyPolicy } from '#domain/urgency.ts'

export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

/** A Monday, 09:00 UTC. */
export const NOW = Date.UTC(2026, 2, 2, 9)

const priority = (key: string, ageStageDays: readonly number[], hours: readonly [number, number]): Priority => ({
  key,
  label: key,
  color: '#3B82F6',
  ageStageDays,
  firstResponseSeconds: hours[0] * 3600,
  resolutionSeconds: hours[1] * 3600,
  updateLimitSeconds: null,
})

export const PRIORITIES: readonly Priority[] = [
  priority('Low', [14, 21, 28, 35], [24, 72]),
  priority('Medium', [10, 15, 20, 25], [8, 48]),
  priority('High', [5, 7, 10, 14], [4, 24]),
  priority('Critical', [2, 3, 5, 7], [1, 4]),
]

export const CRITICAL = PRIORITIES[3]!

export const POLICY: UrgencyPolicy = {
  dueStageDays: [28, 21, 14, 7],
  clockStageHours: [24, 12, 4],
  priorities: PRIORITIES,
  overrides: new Set(['on_hold', 'resolved', 'closed', 'cancelled']),
}

export const timed = (over: Partial<Timed> = {}): Timed => ({
  dueAt: null,
  createdAt: NOW,
  ageReferenceAt: NOW,
  priority: 'Medium',
  status: 'open',
  kind: 'open',
  clocks: [],
  ...over,
})

const OFFICE: DayHours = [{ from: 9 * 60, to: 17 * 60 }]

export const office = (zone: string, holidays: readonly (readonly [string, string])[] = []): Calendar => ({
  key: 'office',
  zone,
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []],
  holidays: new Map(holidays),
  alwaysOpen: false,
})

export const shut = (zone: string): Calendar => ({ ...office(zone), week: [[], [], [], [], [], [], []] })

export const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia'] as const

const hours = fc
  .array(fc.record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 1, max: 1440 }) }), {
    maxLength: 3,
  })
  .map((ranges): DayHours => ranges.filter(({ from, to }) => from < to))

/** Any hours at all, in a zone with odd days; open at least on Mondays from nine to five. */
export const anyCalendar: fc.Arbitrary<Calendar> = fc.record({
  key: fc.constant('any'),
  zone: fc.constantFrom(...ZONES),
  week: fc.tuple(fc.constant(OFFICE), hours, hours, hours, hours, hours, hours).map((week): Week => week),
  holidays: fc.constantFrom(
    new Map(),
    new Map([
      ['12-25', 'Christmas'],
      ['2011-10-31', 'Bridge'],
    ]),
  ),
  alwaysOpen: fc.boolean(),
})

/** Around the odd days of the zones above, to the millisecond. */
export const anyInstant: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: Date.UTC(2011, 8, 1), max: Date.UTC(2012, 3, 30) }),
  fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 11, 31) }),
)
