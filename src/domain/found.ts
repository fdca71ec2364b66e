import type { Completion } from './completions.ts'

/** A line of what was found: it leads somewhere, or presses something on the page that asked. */
export type Item = {
  readonly label: string
  readonly detail?: string
  readonly href?: string
  readonly press?: string
  readonly keys?: string
  readonly number?: string
  readonly urgency?: string
  readonly word?: string
}

export type Group = { readonly name: string; readonly title: string; readonly items: readonly Item[] }

/** What the palette is answered; the server writes it and the browser's script reads it. */
export type Found = { readonly q: string; readonly groups: readonly Group[] }

/** What the search box is answered: how what stands from `from` to `to` may go on, and the first tickets. */
export type Suggested = {
  readonly q: string
  readonly from: number
  readonly to: number
  readonly offers: readonly Completion[]
  readonly tickets: readonly Item[]
}
