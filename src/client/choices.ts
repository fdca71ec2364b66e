import { all, one, say } from './dom.ts'

export type Choice = { readonly value: string; readonly label: string; readonly key?: string | null }

let made = 0

/** A list to choose from under a text box, without leaving it: arrows move, Enter and Tab take, Esc closes. */
export class Choices {
  readonly #box: HTMLTextAreaElement
  readonly #list: HTMLUListElement
  readonly #take: (value: string) => void

  constructor(box: HTMLTextAreaElement, label: string, take: (value: string) => void) {
    this.#box = box
    this.#take = take
    this.#list = document.createElement('ul')
    this.#list.className = 'choices'
    this.#list.id = `choices-${(made += 1)}`
    this.#list.role = 'listbox'
    this.#list.ariaLabel = label
    this.#list.hidden = true
    box.after(this.#list)
    // The focus stays in the box.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault())
    this.#list.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=option]') : null
      if (option) this.#choose(option)
    })
  }

  show(items: readonly Choice[]): void {
    if (items.length === 0) return this.close()
    const first = this.#list.hidden
    this.#list.replaceChildren(...items.map((item, index) => this.#option(item, index)))
    this.#list.hidden = false
    this.#box.setAttribute('aria-controls', this.#list.id)
    this.#mark(0)
    if (first) say(`${items.length} to choose from. Arrows move, Enter takes one.`)
  }

  close(): void {
    if (this.#list.hidden) return
    this.#list.hidden = true
    this.#box.removeAttribute('aria-activedescendant')
    this.#box.removeAttribute('aria-controls')
  }

  press(event: KeyboardEvent): void {
    if (this.#list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const options = all('[role=option]', this.#list)
    const at = options.findIndex((option) => option.ariaSelected === 'true')
    if (event.key === 'ArrowDown') this.#mark((at + 1) % options.length)
    else if (event.key === 'ArrowUp') this.#mark((at + options.length - 1) % options.length)
    else if (event.key === 'Escape') this.close()
    else if ((event.key === 'Enter' || event.key === 'Tab') && options[at]) this.#choose(options[at])
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #choose(option: HTMLElement): void {
    this.#take(option.dataset.value ?? '')
    this.close()
  }

  #mark(at: number): void {
    all('[role=option]', this.#list).forEach((option, index) => (option.ariaSelected = String(index === at)))
    const marked = one('[aria-selected=true]', this.#list)
    marked?.scrollIntoView({ block: 'nearest' })
    this.#box.setAttribute('aria-activedescendant', marked?.id ?? '')
  }

  #option({ value, label, key }: Choice, index: number): HTMLLIElement {
    const option = document.createElement('li')
    option.className = 'choices__item'
    option.role = 'option'
    option.id = `${this.#list.id}-${index}`
    option.dataset.value = value
    option.append(label)
    if (key) option.append(Object.assign(document.createElement('kbd'), { textContent: key }))
    return option
  }
}
