import { all } from './dom.ts'

/** The choices below a box in which one types: the box keeps the focus, and names the choice that is meant. */
export type Listbox = {
  /** Shows these choices; `first` says whether the first of them is meant at once. */
  readonly show: (parts: readonly Node[], first: boolean) => void
  readonly options: () => readonly HTMLElement[]
  readonly active: () => HTMLElement | null
  /** On to the next or the previous one, round and round. */
  readonly move: (by: 1 | -1) => void
  readonly mean: (option: HTMLElement | null) => void
  readonly close: () => void
}

/** Makes `box` a combobox over `list`, as far as people who listen to the page are concerned. */
export function listbox(box: HTMLInputElement, list: HTMLElement): Listbox {
  list.setAttribute('role', 'listbox')
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': list.id,
  }))
    box.setAttribute(name, value)

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
    box.setAttribute('aria-expanded', String(!list.hidden))
    mean(first ? (options()[0] ?? null) : null)
  }
  const move = (by: 1 | -1) => {
    const choices = options()
    const at = choices.findIndex((option) => option === active())
    mean(choices.at(at === -1 && by === -1 ? -1 : (at + by) % choices.length) ?? null)
  }
  return { options, active, mean, show, move, close: () => show([], false) }
}
