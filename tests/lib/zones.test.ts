import { expect, it } from 'vitest'
import {
  clockTime,
  DAY_MS,
  dateOf,
  dayAt,
  dayOf,
  dayStart,
  instantToLocal,
  isZone,
  localToInstant,
  longTime,
  minuteOf,
  shortTime,
} from '#lib/zones.ts'

const HOUR = 3_600_000
const WINTER = Date.UTC(2025, 10, 21, 9, 12)

it.each(['UTC', 'Europe/Berlin', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires'])('knows the zone %s', (name) => {
  expect(isZone(name)).toBe(true)
})

it.each(['', '+02:00', 'Mars/Olympus', 'Europe/Berlin; drop', 'nope'])('does not take %j for a zone', (name) => {
  expect(isZone(name)).toBe(false)
})

it.each([
  ['2025-11-21T10:12', 'Europe/Berlin', Date.UTC(2025, 10, 21, 9, 12)],
  ['2025-11-21T10:12:30', 'Europe/Berlin', Date.UTC(2025, 10, 21, 9, 12, 30)],
  ['2025-03-30T02:30', 'Europe/Berlin', Date.UTC(2025, 2, 30, 1, 30)],
  ['2025-10-26T02:30', 'Europe/Berlin', Date.UTC(2025, 9, 26, 0, 30)],
  ['2025-02-30T09:12', 'UTC', null],
  ['2025-02-03T24:00', 'UTC', null],
  ['2025-02-03', 'UTC', null],
  ['yesterday', 'UTC', null],
])('reads %s in %s', (text, zone, at) => {
  expect(localToInstant(text, zone)).toBe(at)
})

it.each([
  ['Europe/Berlin', '2025-11-21T10:12', '2025-11-21'],
  ['America/New_York', '2025-11-21T04:12', '2025-11-21'],
  ['Pacific/Apia', '2025-11-21T22:12', '2025-11-21'],
  ['Pacific/Kiritimati', '2025-11-21T23:12', '2025-11-21'],
])('shows an instant in %s as %s', (zone, local, date) => {
  expect(instantToLocal(WINTER, zone)).toBe(local)
  expect(dateOf(WINTER, zone)).toBe(date)
})

it.each([
  ['the hour before the clock goes back', Date.UTC(2025, 9, 26, 0, 30), '2025-10-26T02:30'],
  ['the hour after it', Date.UTC(2025, 9, 26, 1, 30), '2025-10-26T02:30'],
  ['the first minute after the gap', Date.UTC(2025, 2, 30, 1), '2025-03-30T03:00'],
])('shows %s by the clock on the wall', (_case, at, local) => {
  expect(instantToLocal(at, 'Europe/Berlin')).toBe(local)
})

it.each([
  ['2025-03-30', 'Europe/Berlin', 23],
  ['2025-10-26', 'Europe/Berlin', 25],
  ['2025-03-09', 'America/New_York', 23],
  ['2025-11-02', 'America/New_York', 25],
  ['2025-04-06', 'Australia/Lord_Howe', 24.5],
  ['2025-10-05', 'Australia/Lord_Howe', 23.5],
  ['2011-12-30', 'Pacific/Apia', 0],
  ['2025-03-30', 'Asia/Beirut', 23],
])('gives %s in %s %d hours', (date, zone, hours) => {
  const day = dayOf(Date.parse(date) / DAY_MS, zone)
  expect(day.date).toBe(date)
  expect(day.endAt - day.startAt).toBe(hours * HOUR)
})

it('begins a day after the gap where midnight is skipped', () => {
  expect(dayStart('2025-03-30', 'Asia/Beirut')).toBe(Date.UTC(2025, 2, 29, 22))
  expect(instantToLocal(dayStart('2025-03-30', 'Asia/Beirut'), 'Asia/Beirut')).toBe('2025-03-30T01:00')
})

it('never answers with the day that Samoa skipped', () => {
  const skipped = dayStart('2011-12-30', 'Pacific/Apia')
  expect(dateOf(skipped - 1, 'Pacific/Apia')).toBe('2011-12-29')
  expect(dateOf(skipped, 'Pacific/Apia')).toBe('2011-12-31')
})

it.each([
  [120, Date.UTC(2025, 2, 30, 1)],
  [150, Date.UTC(2025, 2, 30, 1)],
  [180, Date.UTC(2025, 2, 30, 1)],
  [181, Date.UTC(2025, 2, 30, 1, 1)],
  [1440, Date.UTC(2025, 2, 30, 22)],
])('reaches minute %d of a day with a gap no earlier than the minutes before it', (minute, at) => {
  expect(minuteOf(dayAt(at - 1, 'Europe/Berlin'), minute, 'Europe/Berlin')).toBe(at)
})

it('takes the first of two half past twos', () => {
  const day = dayAt(Date.UTC(2025, 9, 26, 12), 'Europe/Berlin')
  expect(minuteOf(day, 150, 'Europe/Berlin')).toBe(Date.UTC(2025, 9, 26, 0, 30))
})

it('writes times as people read them', () => {
  expect(shortTime(WINTER, 'Europe/Berlin')).toBe('21 Nov, 10:12')
  expect(clockTime(WINTER, 'UTC')).toBe('09:12')
  expect(longTime(WINTER, 'Europe/Berlin')).toBe('Friday, 21 November 2025 at 10:12 CET')
})
