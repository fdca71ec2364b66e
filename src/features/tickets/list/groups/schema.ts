import type { Page } from '#features/tickets/list/queries.ts'

/** One group of a list; its key is empty where it is of those that have none. */
export type Found = {
  readonly key: string
  readonly label: string
  /** What the filter of the same name says to find it alone; a term of the search for stages, '' for none. */
  readonly value: string
}

/** Where a group begins among the rows of a page, and how many tickets it has in all. */
export type Heading = Found & { readonly at: number; readonly total: number; readonly more: boolean }

export type GroupedPage = Page & { readonly headings: readonly Heading[] }
