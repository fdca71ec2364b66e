import { all, one } from './dom.ts'

const ROW = '[data-rows] .row'

/** The rows of this page, in their order. */
export const rows = (): HTMLElement[] => all(ROW)

export const linkOf = (row: Element | null | undefined): HTMLAnchorElement | null =>
  row ? one<HTMLAnchorElement>('.row__title', row) : null

/** The row in which the keyboard is. */
export const currentRow = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>(ROW) ?? null

/** Goes to the next or previous row; from elsewhere, to the first. */
export function step(by: 1 | -1): void {
  const list = rows()
  const current = currentRow()
  const at = current ? list.indexOf(current) : -1
  focusRow(list[at === -1 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)])
}

export function focusRow(row: HTMLElement | undefined): void {
  linkOf(row)?.focus({ preventScroll: true })
  // Its pennant rather than the row: a wide table must not slide sideways.
  row?.querySelector('.pennant')?.scrollIntoView({ block: 'nearest' })
}
