import { all, one, token } from './dom.ts'

const AGAIN_MS = 10_000

/** The ticket this page shows to those who work on it; null elsewhere. */
export const ticketHere = (): string | null =>
  one('[data-presence]') ? (one('[data-ticket]')?.dataset.ticket ?? null) : null

/** Says, now and then, that somebody writes here. */
export function startPresence(): void {
  const ticket = ticketHere()
  const form = one<HTMLFormElement>('[data-composer]')
  if (ticket === null || !form) return

  let [told, toldAt] = ['', -Infinity]
  const tell = (writing: string) => {
    if (writing === told && (writing === '' || performance.now() - toldAt < AGAIN_MS)) return
    told = writing
    toldAt = performance.now()
    const body = new URLSearchParams({ writing, _csrf: token() })
    void fetch(`/tickets/${ticket}/presence`, { method: 'POST', body, keepalive: true }).catch(() => undefined)
  }
  form.addEventListener('input', () => tell(writingIn(form)))
  form.addEventListener('submit', () => tell(''))
}

function writingIn(form: HTMLFormElement): string {
  const data = new FormData(form)
  return data.get('body') === '' ? '' : data.get('kind') === 'note' ? 'note' : 'reply'
}

/** Asks who is here now, and shows it. */
export async function showPresence(): Promise<void> {
  const ticket = ticketHere()
  if (ticket === null) return
  const response = await fetch(`/tickets/${ticket}/presence`)
  if (!response.ok || response.redirected) return
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  for (const place of all('[data-presence]')) {
    const next = one(`[data-presence="${place.dataset.presence ?? ''}"]`, fresh)
    if (next && !place.isEqualNode(next)) place.replaceChildren(...document.adoptNode(next).childNodes)
  }
}
