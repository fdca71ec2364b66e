import { one, targetOf } from './dom.ts'

const MOST = 8
const BEGIN = 'recent:'

const keyOf = () => `${BEGIN}${document.body.dataset.person ?? ''}`

/** The numbers of the tickets this person opened last in this browser; what they are called is asked for when needed. */
export function recentTickets(): readonly string[] {
  return (localStorage.getItem(keyOf()) ?? '').split(',').filter((id) => /^\d+$/.test(id))
}

/** Remembers the ticket of this page, and forgets all of them where somebody signs out. */
export function startRecent(): void {
  if (location.pathname === '/sign-in') forget()
  document.addEventListener('submit', (event) => {
    if (targetOf(event)?.getAttribute('action') === '/sign-out') forget()
  })
  const id = one('[data-ticket]')?.dataset.ticket
  if (id === undefined || document.body.dataset.person === undefined) return
  localStorage.setItem(keyOf(), [id, ...recentTickets().filter((other) => other !== id)].slice(0, MOST).join(','))
}

function forget(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(BEGIN)) localStorage.removeItem(key)
}
