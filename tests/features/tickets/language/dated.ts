import { DAY } from '../../../support/clock.ts'
import { NOW } from './archive.ts'
import type { Asked, Make } from './asked.ts'
import type { Known } from './naive.ts'

const day = (at: number, zone: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at)

/** Days compared by how they are written; ages by their distance. */
export const dated =
  (name: string, column: string): Make =>
  ({ pick, below }) => {
    const [one, other] = [below(400), below(400)]
      .toSorted((a, b) => b - a)
      .map((ago) => day(NOW - ago * DAY, 'UTC')) as [string, string]
    const age = 1 + below(90)
    const cases: readonly Asked[] = [
      [one, (written: string) => written === one],
      [`>${one}`, (written: string) => written > one],
      [`>=${one}`, (written: string) => written >= one],
      [`<${one}`, (written: string) => written < one],
      [`<=${one}`, (written: string) => written <= one],
      [`${one}..${other}`, (written: string) => written >= one && written <= other],
      [one.slice(0, 7), (written: string) => written.startsWith(one.slice(0, 7))],
    ].map(([text, fits]) => ({
      text: `${name}:${String(text)}`,
      holds: ({ row }, { zone }) =>
        row[column] !== null && (fits as (written: string) => boolean)(day(Number(row[column]), zone)),
    }))
    const distance = (row: Known['row']) => (column === 'dueAt' ? Number(row[column]) - NOW : NOW - Number(row[column]))
    const near = (row: Known['row']) =>
      row[column] !== null && distance(row) <= age * DAY && (column !== 'dueAt' || distance(row) >= 0)
    return pick([
      ...cases,
      { text: `${name}:<${age}d`, holds: ({ row }) => near(row) },
      {
        text: `${name}:>${age}d`,
        holds: ({ row }) =>
          row[column] !== null && (column === 'dueAt' ? distance(row) > age * DAY : distance(row) >= age * DAY),
      },
      { text: `${name}:none`, holds: ({ row }) => row[column] === null },
      {
        text: `${name}:today`,
        holds: ({ row }, { zone }) => row[column] !== null && day(Number(row[column]), zone) === day(NOW, zone),
      },
    ])
  }
