import { all, one, say } from './dom.ts'
import { patch } from './patch.ts'

const PAUSE_MS = 200
/** An operator that still waits for its value; searched as it stands, it would find nothing. */
const UNFINISHED = /(?:^|\s)-?[a-z][\w.-]*:$/i

let timer: ReturnType<typeof setTimeout> | undefined
let running: AbortController | null = null

/** On the list of tickets the list follows what is typed, at the address that sending the form would lead to. */
export function startNarrow(): void {
  if (location.pathname !== '/tickets' || !one('[data-live=list]')) return

  const home = location.href
  for (const box of boxes()) {
    box.addEventListener('input', (event) => {
      if (event instanceof InputEvent && event.isComposing) return
      clearTimeout(timer)
      if (!UNFINISHED.test(box.value)) timer = setTimeout(() => void follow(box, home), PAUSE_MS)
    })
    box.form?.addEventListener('submit', stop)
  }
}

const boxes = () => all<HTMLInputElement>('#search, [data-filters] [name=q]')

function stop(): void {
  clearTimeout(timer)
  running?.abort()
}

async function follow(box: HTMLInputElement, home: string): Promise<void> {
  stop()
  // What was there at first brings back the list that was there at first.
  const url = box.value.trim() === box.defaultValue.trim() ? home : addressOf(box)
  const mine = new AbortController()
  running = mine
  try {
    const response = await fetch(url, { headers: { 'x-pennant-fragment': 'live' }, signal: mine.signal })
    if (!response.ok || response.redirected) return
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (running !== mine) return
    history.replaceState(history.state, '', url)
    patch(fresh)
    bringUp(fresh, box)
  } catch {
    // Typed on, or nobody answers: the list stays, and sending the form says what is wrong.
  }
}

function addressOf({ form }: HTMLInputElement): string {
  const search = new URLSearchParams()
  if (form)
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && value.trim() !== '') search.append(name, value)
  return `${location.pathname}?${search.toString()}`
}

/** The filters and what is said about them, which no other change of the page touches. */
function bringUp(fresh: Document, box: HTMLInputElement): void {
  one('.chips')?.remove()
  const chips = one('.chips', fresh)
  if (chips) one('[data-live=list]')?.before(document.adoptNode(chips))

  const controls = 'input:not([type=hidden], [type=checkbox], [type=radio]), select'
  for (const control of all<HTMLInputElement | HTMLSelectElement>(controls, one('[data-filters]') ?? box)) {
    const next = one<HTMLInputElement>(`[data-filters] [name="${control.name}"]`, fresh)
    if (next && control !== document.activeElement) control.value = next.value
  }
  for (const other of boxes()) if (other !== box) other.value = box.value
  const total = one('[data-live=total]')?.textContent.trim() ?? ''
  say(total === '1' ? '1 ticket' : `${total} tickets`)
}
