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
}
