import { refresh, startRefreshing } from './refresh.ts'
import { one, say } from './dom.ts'
import { showPresence, ticketHere } from './presence.ts'

const POLL_MS = 30_000
const RETRY_MS = 10_000
const AWAY_MS = 5_000

let source: EventSource | null = null
let word: 'live' | 'reconnecting…' | '' = ''
let hiddenAt = 0

/** Keeps the page true: listens for changes, and asks by itself when it cannot listen. */
export function startLive(): void {
  const url = document.documentElement.dataset.liveUrl
  if (!url) return

  startRefreshing(showWord)
  const ticket = ticketHere()
  const own = ticket === null ? url : `${url}?ticket=${ticket}`
  listen(own)
  setInterval(() => {
    if (!document.hidden && source?.readyState !== EventSource.OPEN) refresh()
  }, POLL_MS)
  document.addEventListener('visibilitychange', returned)
  window.addEventListener('online', () => refresh())
  window.addEventListener('pagehide', () => source?.close())
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    listen(own)
    refresh()
  })
}

function listen(url: string): void {
  source = new EventSource(url)
  source.addEventListener('open', () => setWord('live'))
  source.addEventListener('hello', (event: MessageEvent<string>) => {
    if (versionIn(event.data) !== document.documentElement.dataset.version) refresh()
  })
  source.addEventListener('change', () => refresh())
  source.addEventListener('presence', () => void showPresence().catch(() => undefined))
  source.addEventListener('error', () => {
    setWord('reconnecting…')
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => listen(url), RETRY_MS)
  })
}

function versionIn(data: string): string | undefined {
  try {
    return (JSON.parse(data) as { version?: string }).version
  } catch {
    return undefined
  }
}

/** A tab that was away for a while may have missed something. */
function returned(): void {
  const now = performance.now()
  if (document.hidden) hiddenAt = now
  else if (now - hiddenAt > AWAY_MS) refresh()
}

function setWord(next: typeof word): void {
  if (next === word) return

  const first = word === ''
  word = next
  showWord()
  if (!first) say(next === 'live' ? 'Live again.' : 'The connection is lost; reconnecting.')
}

function showWord(): void {
  const beside = one('[data-live-word]')
  if (beside) beside.textContent = word === '' ? '' : `, ${word}`

  const bar = one('[data-live-state]')
  if (bar) bar.textContent = word === 'reconnecting…' ? word : ''
}
