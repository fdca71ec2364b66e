import type { Role } from './access.ts'

/** Who acts: always a person of the desk, or one of its own jobs. */
export type Actor = {
  readonly personId: number | null
  readonly name: string
  readonly role: Role
  /** The zone in which this person reads and types times. */
  readonly zone: string
  /** Whether every ticket may be seen, or only own, assigned and unassigned ones. */
  readonly sees: 'all' | 'assigned' | 'own'
  /** Staff: the only sites whose tickets they see, null for all. Clients: the sites that share their tickets. */
  readonly sites: readonly number[] | null
}

/** Who does something, and the network address it came from. */
export type Doer = { readonly actor: Actor; readonly address: string | null }

/** Whether this actor sees every ticket there is. */
export const seesEverything = ({ sees, sites }: Actor): boolean => sees === 'all' && sites === null

/** Those for whom this is the same see the same tickets. */
export const sightOf = (actor: Actor): string =>
  seesEverything(actor)
    ? 'all'
    : `${actor.sees} ${actor.personId ?? 0} ${actor.sites === null ? '' : written(actor.sites)}`

const texts = new WeakMap<readonly number[], string>()

/** Asked several times a request, of the same list for as long as nobody's sites change. */
function written(sites: readonly number[]): string {
  const text = texts.get(sites) ?? sites.join(',')
  texts.set(sites, text)
  return text
}
