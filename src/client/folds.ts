import { all, one, targetOf } from './dom.ts'

const OPEN_MENU = 'details[data-menu][open]'

/** Menus close like menus; folds remember whether they were open. */
export function startFolds(): void {
  document.addEventListener('click', closeOthers)
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeMenu()
  })
  for (const fold of all<HTMLDetailsElement>('details[data-remember]')) remember(fold)

  const phone = matchMedia('(max-width: 820px)')
  phone.addEventListener('change', () => fold(phone.matches))
  window.addEventListener('beforeprint', () => fold(false))
  if (phone.matches) fold(true)
}

/** On a phone the text comes first; the properties wait behind their heading. */
function fold(closed: boolean): void {
  one('[data-fold]')?.toggleAttribute('open', !closed)
}

function closeOthers(event: Event): void {
  for (const menu of all(OPEN_MENU)) if (!menu.contains(targetOf(event))) menu.removeAttribute('open')
}

function closeMenu(): void {
  const menu = one(OPEN_MENU)
  if (!menu) return

  menu.removeAttribute('open')
  one('summary', menu)?.focus()
}

function remember(fold: HTMLDetailsElement): void {
  const key = `open:${fold.dataset.remember ?? ''}`
  if (localStorage.getItem(key) === 'yes') fold.open = true
  fold.addEventListener('toggle', () => localStorage.setItem(key, fold.open ? 'yes' : 'no'))
}
