import { one } from './dom.ts'
import { piece } from './found.ts'

type Parts = {
  readonly sheet: HTMLDialogElement
  readonly box: HTMLInputElement
  readonly list: HTMLElement
  readonly status: HTMLElement
}

const HINTS: readonly (readonly [keys: string, words: string])[] = [
  ['↑ ↓', 'choose'],
  ['Enter', 'open'],
  ['Ctrl Enter', 'in a new tab'],
  ['Esc', 'close'],
]

/** The sheet of the palette, still empty. */
export function buildPalette(): Parts {
  const sheet = document.createElement('dialog')
  sheet.className = 'omnibox'
  sheet.setAttribute('aria-label', 'Find anything, do anything')
  const box = boxOf()
  const list = piece('div', 'palette__list')
  list.id = 'palette-list'
  list.setAttribute('aria-label', 'Found')
  const status = piece('p', 'palette__status unseen')
  status.setAttribute('role', 'status')
  sheet.append(piece('div', 'palette__head', ...iconOf(), box, closeOf(sheet)), list, status, footOf())
  document.body.append(sheet)
  return { sheet, box, list, status }
}

function boxOf(): HTMLInputElement {
  const box = document.createElement('input')
  box.id = 'palette-box'
  box.className = 'palette__box'
  box.placeholder = 'Tickets, people, views, commands'
  for (const [name, value] of Object.entries({
    'aria-label': 'Find tickets, people, views and commands',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    enterkeyhint: 'go',
  }))
    box.setAttribute(name, value)
  return box
}

/** The glass of the search box, whose file the page knows. */
const iconOf = () => {
  const icon = one<SVGElement>('.search > .icon')?.cloneNode(true)
  return icon ? [icon] : []
}

function closeOf(sheet: HTMLDialogElement): HTMLElement {
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'button button--quiet palette__close'
  close.textContent = 'Close'
  close.addEventListener('click', () => sheet.close())
  return close
}

function footOf(): HTMLElement {
  const hints = HINTS.map(([keys, words]) => {
    const hint = piece('span', '')
    for (const key of keys.split(' ')) hint.append(piece('kbd', '', key), ' ')
    hint.append(words)
    return hint
  })
  const foot = piece('p', 'palette__foot', ...hints)
  foot.setAttribute('aria-hidden', 'true')
  return foot
}
