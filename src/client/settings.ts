import { all, targetOf } from './dom.ts'

/** Draws a colour where it is shown while it is being chosen; what is said of it follows when the page is sent. */
export function startSettings(): void {
  document.addEventListener('input', (event) => {
    const field = targetOf(event)
    if (!(field instanceof HTMLInputElement) || !field.matches('[data-swatch]')) return
    for (const shape of all<SVGElement>(`[data-shows="${field.name}"]`)) shape.setAttribute('fill', field.value)
  })
}
