import { all } from './dom.ts'

/** Puts the chosen version into its field at once, so that what will be saved is what is shown. */
export function startConflict(): void {
  for (const choice of all<HTMLInputElement>('[data-conflict] [data-field]')) {
    choice.addEventListener('change', () => choose(choice.dataset.field ?? '', choice.dataset.text ?? ''))
  }
}

function choose(name: string, text: string): void {
  const field = document.getElementById(name)
  const takesValue =
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement
  if (field instanceof HTMLFieldSetElement) tick(field, text.split('\n'))
  else if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = text !== ''
  else if (takesValue) field.value = text
  field?.closest('details')?.setAttribute('open', '')
}

function tick(group: HTMLFieldSetElement, chosen: readonly string[]): void {
  for (const box of all<HTMLInputElement>('input[type="checkbox"]', group)) box.checked = chosen.includes(box.value)
}
