import { z } from 'zod'
import { firstPass, type Pass } from '#domain/freshservice-paging.ts'
import type { Settings } from './account.ts'

const DAY = 86_400_000

const whole = z.number().int()
const pass = z.strictObject({
  workspace: whole.min(0),
  window: z.strictObject({ page: whole.min(1), perPage: whole.min(1) }),
  tail: z.array(z.string()).readonly(),
  pages: whole,
  restarts: whole,
  changedAt: whole.nullable(),
  unreadAt: whole.nullable(),
  firstDateAt: whole.nullable(),
  lastDateAt: whole.nullable(),
})

const cursor = z.strictObject({ scope: z.string(), mark: whole, pass: pass.nullable() })

/** Where a pull stands: everything that changed before the mark is mirrored; a pass is on its way from there. */
export type Place = { readonly mark: number; readonly pass: Pass; readonly fresh: boolean }

/** What is mirrored is part of the place: with another scope or horizon it begins anew, so that nothing is left out. */
const scopeOf = ({ scope, horizonDays }: Settings): string =>
  JSON.stringify([scope.workspaces, scope.types, scope.groups, horizonDays])

export const beginning = ({ horizonDays }: Settings, now: number): Place => ({
  mark: now - horizonDays * DAY,
  pass: firstPass,
  fresh: true,
})

/** A cursor that cannot be read begins anew too: that costs time, and loses nothing. */
export function placeOf(written: string | null, settings: Settings, now: number): Place {
  const read = cursor.safeParse(parsed(written))
  if (!read.success || read.data.scope !== scopeOf(settings)) return beginning(settings, now)
  return { mark: read.data.mark, pass: read.data.pass ?? firstPass, fresh: false }
}

export const writeCursor = (settings: Settings, mark: number, on: Pass | null): string =>
  JSON.stringify({ scope: scopeOf(settings), mark, pass: on } satisfies z.infer<typeof cursor>)

function parsed(written: string | null): unknown {
  try {
    return JSON.parse(written ?? 'null')
  } catch {
    return null
  }
}
