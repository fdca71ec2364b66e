import { z } from 'zod'
import type { Actor } from '#domain/actor.ts'
import { ticked } from '#lib/fields.ts'
import { positive, whole } from '#lib/number-fields.ts'
import type { Desk } from '#src/desk.ts'
import { hasFactor } from '#features/factors/queries.ts'
import { only, reading, type SettingsPage } from '#features/settings/page.ts'

const CHOOSE = 'Choose one of the list.'
const SHORTEST_IDLE_MINUTES = 5
const NO_FACTOR = 'You have no second factor yourself. Set one up first, then ask it of everybody.'

const form = z.strictObject({
  second_factor: z.enum(['optional', 'staff'], CHOOSE),
  agentsSee: z.enum(['all', 'own'], CHOOSE),
  clients_choose_priority: ticked.default(false),
  assignment_requests: ticked.default(false),
  client_tickets_per_hour: whole(0, 100_000),
  session_hours: positive(8760).refine((hours) => hours >= 1, 'Enter at least 1 hour.'),
  idle_minutes: whole(SHORTEST_IDLE_MINUTES, 525_600),
})
const KEYS = Object.keys(form.shape) as (keyof typeof form.shape)[]

export const ACCESS = {
  slug: 'access',
  title: 'Access',
  sentence: 'Second factors, what agents see, what clients may do, and how long a session lasts.',
} as const

/** The page as this actor has it: nobody asks of all what would shut themselves out. */
export const accessPage = (desk: Desk, { personId }: Pick<Actor, 'personId'>): SettingsPage => ({
  ...ACCESS,
  template: 'settings/access.njk',
  keys: KEYS.map((key) => ['access', key]),
  values: ({ access }) =>
    Object.fromEntries(
      KEYS.map((key) => [key, typeof access[key] === 'boolean' ? ticks(access[key]) : String(access[key])]),
    ),
  read: (body) => {
    const read = reading(form, body, (value) =>
      only(...KEYS.map((key) => ({ path: ['access', key], value: value[key] }))),
    )
    const asks = read.values.second_factor === 'staff' && desk.config.access.secondFactor !== 'staff'
    return read.ok && asks && lacksFactor(desk, personId)
      ? { ok: false, values: read.values, errors: { second_factor: NO_FACTOR } }
      : read
  },
  fields: Object.fromEntries(KEYS.map((key) => [`access.${key}`, key])),
  extras: () => ({ signIn: desk.config.access.signIn, lacksFactor: lacksFactor(desk, personId) }),
})

const ticks = (on: boolean): string => (on ? 'on' : '')

const lacksFactor = (desk: Desk, personId: number | null): boolean =>
  desk.config.access.signIn && !hasFactor(desk, personId ?? 0)
