import { all, one } from './dom.ts'

const begun = new WeakMap<Element, { readonly text: string; readonly at: number }>()

/** Counts the seconds of replies that have not left, and tells the server how far this page has seen. */
export function startHeld(): void {
  setInterval(count, 250)
  document.addEventListener('formdata', (event) => {
    const seen = one('#timeline')?.dataset.seen
    if (event.target instanceof HTMLFormElement && one('[data-seen-field]', event.target) && !one('#arrived') && seen)
      event.formData.set('seen', seen)
  })
}

function count(): void {
  for (const place of all('[data-leaves]')) {
    const text = place.dataset.leaves ?? '0'
    const known = begun.get(place)
    const start = known?.text === text ? known : { text, at: performance.now() }
    begun.set(place, start)
    const left = Math.max(0, Math.ceil(Number(text) - (performance.now() - start.at) / 1000))
    const words = left === 0 ? 'Leaves now' : `Leaves in ${left} s`
    if (place.textContent !== words) place.textContent = words
  }
}
