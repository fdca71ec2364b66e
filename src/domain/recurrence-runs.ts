import { dayAt, dayOf, minuteOf, type LocalDay } from '#lib/zones.ts'
import { datePartsOf } from './dates.ts'
import { isDay, type Schedule } from './recurrence.ts'

/** 29 February on a given weekday comes at last after 40 years. */
const MOST_DAYS = 366 * 41

/**
 * The first run after this instant; null if there is none to come. A time that the clock skips runs at the next one it
 * shows, and one that it shows twice runs the first time.
 */
export function nextRun(schedule: Schedule, after: number, zone: string): number | null {
  const today = dayAt(after, zone).number
  for (let number = today; number < today + MOST_DAYS; number += 1) {
    const day = dayOf(number, zone)
    const found = isDay(schedule, datePartsOf(day.date)) ? firstIn(schedule, { day, zone, after }) : undefined
    if (found !== undefined) return found
  }
  return null
}

type Place = { readonly day: LocalDay; readonly zone: string; readonly after: number }

/** The instants of a day never decrease with its minutes, so the first that is late enough is found by halving. */
function firstIn({ hours, minutes }: Schedule, { day, zone, after }: Place): number | undefined {
  const runAt = (index: number) => {
    const hour = hours[Math.floor(index / minutes.length)] ?? 0
    return minuteOf(day, hour * 60 + (minutes[index % minutes.length] ?? 0), zone)
  }
  let [low, high] = [0, hours.length * minutes.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (runAt(middle) > after) high = middle
    else low = middle + 1
  }
  return low < hours.length * minutes.length ? runAt(low) : undefined
}

/** The next runs, at most `most` of them. */
export function nextRuns(schedule: Schedule, { after, zone }: Omit<Place, 'day'>, most: number): readonly number[] {
  const runs: number[] = []
  while (runs.length < most) {
    const next = nextRun(schedule, runs.at(-1) ?? after, zone)
    if (next === null) break
    runs.push(next)
  }
  return runs
}

/** More than this many missed runs are not counted one by one. */
export const MOST_MISSED = 1000

/** Of the runs from `due` on, the latest that is over at `now`, how many came before it, and the next one to come. */
export function caughtUp(
  schedule: Schedule,
  { due, now, zone }: { readonly due: number; readonly now: number; readonly zone: string },
): { readonly latest: number; readonly missed: number; readonly next: number | null } {
  let latest = due
  let missed = 0
  let next = nextRun(schedule, due, zone)
  while (next !== null && next <= now && missed < MOST_MISSED) {
    latest = next
    missed += 1
    next = nextRun(schedule, latest, zone)
  }
  return next !== null && next <= now
    ? { latest, missed, next: nextRun(schedule, now, zone) }
    : { latest, missed, next }
}
