import { all, one, say, targetOf } from './dom.ts'
import { focusRow, rows } from './rows.ts'

type Walk = { readonly href: string; readonly ids: readonly string[] }

const STORE = 'walk'
const ticketHere = () => one('[data-ticket]')?.dataset.ticket ?? null

/** A ticket that was opened from a list knows what stands before and after it there, and the way back. */
export function startNeighbours(): void {
  document.addEventListener('click', (event) => {
    if (targetOf(event)?.matches('[data-rows] .row__title')) leave()
  })
  if (rows().length > 0) returnTo()
}

const idOf = ({ id }: HTMLElement): string => id.slice(1)

function leave(): void {
  const walk: Walk = { href: location.pathname + location.search, ids: rows().map(idOf) }
  sessionStorage.setItem(STORE, JSON.stringify(walk))
}

/** Back on the list, the keyboard is where it was. */
function returnTo(): void {
  const from = /\/tickets\/(\d+)$/.exec(document.referrer)?.[1]
  const walk = read()
  if (from === undefined || walk?.href !== location.pathname + location.search) return
  if (document.activeElement === document.body) focusRow(rows().find((row) => idOf(row) === from))
}

function read(): Walk | null {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? 'null') as Walk | null
  } catch {
    return null
  }
}

/** Up to the list one came from. */
export function up(): void {
  if (ticketHere() === null) return
  location.assign(read()?.href ?? '/tickets')
}

/** The next or previous ticket of the list one came from; in a list, its next or previous page. */
export function turn(by: 1 | -1): void {
  const here = ticketHere()
  if (here === null) return turnPage(by)
  const ids = read()?.ids ?? []
  const at = ids.indexOf(here)
  const next = at < 0 ? undefined : ids[at + by]
  if (next !== undefined) return location.assign(`/tickets/${next}`)
  say(
    at < 0
      ? 'Open a ticket from a list first.'
      : by === 1
        ? 'This is the last of the page.'
        : 'This is the first of the page.',
  )
}

function turnPage(by: 1 | -1): void {
  const label = by === 1 ? 'Next page' : 'Previous page'
  all<HTMLAnchorElement>(`a.pages__step[aria-label="${label}"]`)[0]?.click()
}
