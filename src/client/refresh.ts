import { all } from './dom.ts'
import { patch } from './patch.ts'

const PAUSE_MS = 150
const MINUTE_MS = 60_000

let timer: ReturnType<typeof setTimeout> | undefined
let running = false
let again = false
let afterwards: () => void = () => undefined

/** Relative times grow old, so a visible page is fetched again every minute. */
export function startRefreshing(after: () => void): void {
  afterwards = after
  setInterval(() => {
    if (!document.hidden) refresh()
  }, MINUTE_MS)
}

/** Asks for the page as it is now; many calls at once become one, and two never overlap. */
export function refresh(): void {
  if (all('[data-live]').length === 0) return
  clearTimeout(timer)
  timer = setTimeout(() => void run(), PAUSE_MS)
}

async function run(): Promise<void> {
  if (running) {
    again = true
    return
  }
  running = true
  try {
    await fetchPage()
  } catch {
    // Offline or restarting: the page stays as it is, and the next event or poll tries again.
  } finally {
    running = false
    if (again) refresh()
    again = false
  }
}

async function fetchPage(): Promise<void> {
  const asked = location.href
  const response = await fetch(asked, { headers: { 'x-pennant-fragment': 'live' } })
  // What somebody is typing is not left behind: sent, it comes back on the page this one went over to.
  if (response.redirected) return document.querySelector('form[data-dirty]') ? undefined : location.assign(response.url)
  if (!response.ok) return
  const text = await response.text()
  // The list follows what is typed: an answer to the address before would bring the old one back.
  if (location.href !== asked) return refresh()

  patch(new DOMParser().parseFromString(text, 'text/html'))
  afterwards()
}
