import { all, targetOf } from './dom.ts'

/** The choices below a box in which one types: the box keeps the focus, and names the choice that is meant. */
export type Listbox = {
  /** Shows these choices; `first` says whether the first of them is meant at once. */
  readonly show: (parts: readonly Node[], first: boolean) => void
  readonly options: () => readonly HTMLElement[]
  readonly active: () => HTMLElement | null
  readonly mean: (option: HTMLElement | null) => void
  /** On to the next or the previous one, round and round, if the key is one of the arrows for that; says whether it is. */
  readonly arrow: (event: KeyboardEvent) => boolean
  readonly close: () => void
}

type Parts = {
  readonly box: HTMLInputElement | HTMLTextAreaElement
  readonly list: HTMLElement
  /** What a click on a choice does; those that are links are opened by the browser, in a new tab where that was asked for. */
  readonly take: (option: HTMLElement) => void
}

/** Lets `list` be chosen from while one types in `box`, also for people who listen to the page. */
export function listbox({ box, list, take }: Parts): Listbox {
  describe(box, list)
  // The focus stays in the box.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const option = targetOf(event)?.closest<HTMLElement>('[role=option]')
    if (option && !(option instanceof HTMLAnchorElement)) take(option)
  })

  const options = () => all('[role=option]', list)
  const active = () => options().find((option) => option.getAttribute('aria-selected') === 'true') ?? null
  const mean = (option: HTMLElement | null) => {
    for (const one of options()) one.setAttribute('aria-selected', String(one === option))
    if (option === null) return box.removeAttribute('aria-activedescendant')
    box.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }
  const show: Listbox['show'] = (parts, first) => {
    list.replaceChildren(...parts)
    for (const [index, option] of options().entries()) option.id = `${list.id}-${index}`
    list.hidden = options().length === 0
    if (box instanceof HTMLInputElement) box.setAttribute('aria-expanded', String(!list.hidden))
    mean(first ? (options()[0] ?? null) : null)
  }
  const arrow = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return false
    event.preventDefault()
    const choices = options()
    const at = choices.findIndex((option) => option === active())
    mean(choices.at(at === -1 && by === -1 ? -1 : (at + by) % choices.length) ?? null)
    return true
  }
  return { options, active, mean, show, arrow, close: () => show([], false) }
}

/** A text of several lines may not call itself a combobox. */
function describe(box: Parts['box'], list: HTMLElement): void {
  list.setAttribute('role', 'listbox')
  const combobox = box instanceof HTMLInputElement ? { role: 'combobox', 'aria-expanded': 'false' } : {}
  const said = { ...combobox, 'aria-autocomplete': 'list', 'aria-controls': list.id }
  for (const [name, value] of Object.entries(said)) box.setAttribute(name, value)
}
