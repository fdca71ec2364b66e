const MOST_A_PAGE = 100
const LEAST_A_PAGE = 80
const OVERLAP = 5
const TAIL = 20
const MOST_RESTARTS = 3
const MINUTE = 60_000
const DAY = 1440 * MINUTE
// The longest that asking for one page may take, its tries and waits included.
const SLOWEST_PAGE = 5 * MINUTE

export type Window = { readonly page: number; readonly perPage: number }

/** What one page said, apart from its tickets. */
export type Page = {
  /** In the order of the page; those of unreadable tickets too, where they have one. */
  readonly ids: readonly string[]
  /** How many tickets stood on it, readable or not. */
  readonly count: number
  readonly changedAt: number | null
  /** The instant of the earliest change that could not be read; 0 when not even that is known. */
  readonly unreadAt: number | null
  /** Where the server says it goes on; null when it says that this was the last. */
  readonly next: Window | null
  readonly dateAt: number | null
}

/** One walk through everything that changed after the mark, a workspace after the other. */
export type Pass = {
  readonly workspace: number
  readonly window: Window
  /** The last ids of the window before, of which the next one must show at least one. */
  readonly tail: readonly string[]
  readonly pages: number
  readonly restarts: number
  readonly changedAt: number | null
  readonly unreadAt: number | null
  readonly firstDateAt: number | null
  readonly lastDateAt: number | null
}

export type Step =
  | { readonly kind: 'on' | 'again'; readonly pass: Pass }
  | { readonly kind: 'end'; readonly mark: number }
  | { readonly kind: 'shaky' }

const FIRST_WINDOW: Window = { page: 1, perPage: MOST_A_PAGE }

export const firstPass: Pass = {
  workspace: 0,
  window: FIRST_WINDOW,
  tail: [],
  pages: 0,
  restarts: 0,
  changedAt: null,
  unreadAt: null,
  firstDateAt: null,
  lastDateAt: null,
}

/**
 * Windows overlap by some tickets, so that one that vanished in between cannot pull another across the border unseen:
 * pages of equal size cannot overlap, but of sizes from 80 to 100 one always begins shortly before `read`.
 */
export function windowAfter(read: number): Window {
  let best = FIRST_WINDOW
  for (let perPage = MOST_A_PAGE; perPage >= LEAST_A_PAGE; perPage -= 1) {
    const page = Math.floor(Math.max(0, read - OVERLAP) / perPage) + 1
    if (page * perPage > best.page * best.perPage) best = { page, perPage }
  }
  return best
}

/** Where a walk goes after a page: on, again from its beginning because something slipped, to its end with a new mark. */
export function stepAfter(pass: Pass, page: Page, { workspaces, mark }: { workspaces: number; mark: number }): Step {
  const heard = hearing(pass, page)
  if (hasGap(pass, page)) {
    const again = { ...heard, workspace: 0, window: FIRST_WINDOW, tail: [], restarts: pass.restarts + 1 }
    // Then the mark stays, and the next pull walks again from where this one began.
    return pass.restarts < MOST_RESTARTS ? { kind: 'again', pass: again } : { kind: 'shaky' }
  }

  // A full page without a link may have lost it; one more question costs little.
  if (page.next || page.count >= pass.window.perPage)
    return { kind: 'on', pass: { ...heard, ...following(pass, page) } }
  if (pass.workspace + 1 >= workspaces) return { kind: 'end', mark: markAfter(heard, mark) }
  return { kind: 'on', pass: { ...heard, workspace: pass.workspace + 1, window: FIRST_WINDOW, tail: [] } }
}

function hasGap({ tail }: Pass, { ids }: Page): boolean {
  const known = new Set(tail)
  return known.size > 0 && !ids.some((id) => known.has(id))
}

function following({ window }: Pass, page: Page): Pick<Pass, 'window' | 'tail'> {
  // A short page that is not the last hides tickets or has a size of the server's own: then we go as it says.
  if (page.next && page.count < window.perPage) return { window: page.next, tail: [] }
  return { window: windowAfter(window.page * window.perPage), tail: page.ids.slice(-TAIL) }
}

function hearing(pass: Pass, page: Page): Pass {
  return {
    ...pass,
    pages: pass.pages + 1,
    changedAt: most(pass.changedAt, sane(page)),
    unreadAt: pass.unreadAt === null ? page.unreadAt : Math.min(pass.unreadAt, page.unreadAt ?? Infinity),
    firstDateAt: pass.firstDateAt ?? page.dateAt,
    lastDateAt: page.dateAt ?? pass.lastDateAt,
  }
}

/** A change that lies days after the server's own date would carry the mark past everything to come. */
const sane = ({ changedAt, dateAt }: Page): number | null =>
  changedAt !== null && dateAt !== null && changedAt > dateAt + DAY ? dateAt : changedAt

/** The mark never moves back, and never past what this walk may have missed. */
function markAfter(pass: Pass, mark: number): number {
  if (pass.changedAt === null) return mark

  // What changed during the walk may stand on a page that was read before it did.
  const reached = pass.changedAt - tookMs(pass)
  // A ticket that stays unreadable holds the mark for a day, so that it does not make every pull longer for ever.
  const held = pass.unreadAt === null ? reached : Math.max(pass.unreadAt - 1, pass.changedAt - DAY)
  return Math.max(mark, Math.min(reached, held))
}

/** How long a walk took, by the server's watch. */
function tookMs({ firstDateAt, lastDateAt, pages }: Pass): number {
  if (firstDateAt === null || lastDateAt === null) return (pages - 1) * SLOWEST_PAGE
  return Math.max(0, lastDateAt - firstDateAt)
}

const most = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other)
